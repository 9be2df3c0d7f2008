package dev.twobit.search.halving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.search.SearchSettings;
import dev.twobit.search.contest.Judge;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.PlantedJudge;
import dev.twobit.search.contest.ResidualChoice;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What comes of spaces in which it is known which network is better
 * (search/docs/methods.md#halving).
 */
class PlantedGatesTest {
  private static final SearchSettings SMALL = SearchSettings.preset("small");
  private static final int EPOCHS = SMALL.epochs().trainingEpochs();
  private static final int SPACES = 100;

  /** A tenth of CIFAR's. */
  private static final int HELD_OUT = 5000;

  /** The final of half of the held-out images and one look. */
  private static final SearchSettings LESS =
      SMALL.with(Map.of("final-share", "0.5", "most-final-seeds", "0"));

  /** The best network is better by three points of top-1. */
  @Test
  void betterNetworksAreFound() throws IOException {
    assertThat(found(3, SMALL)).isGreaterThanOrEqualTo(95);
  }

  @Test
  void whereWidthsDoNotMatterTheOriginalIsReturned() throws IOException {
    assertThat(found(0, SMALL)).isLessThanOrEqualTo(5);
    assertThat(found(0, LESS)).isLessThanOrEqualTo(5);
  }

  /** The best network is better by one point, or by two. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 2})
  void smallLeadsAreSeenOnMoreImagesAfterMoreTrainings(double points) throws IOException {
    assertThat(found(points, held(SMALL))).isGreaterThan(found(points, held(LESS)) + 5);
  }

  /** Steps see as many images as are held out or more, rungs a quarter of those held out. */
  @Test
  void rungsRankedByTheirStepsMissNoMore() throws IOException {
    assertThat(found(2, SMALL)).isGreaterThanOrEqualTo(found(2, held(SMALL)));
  }

  /** With rungs of held-out images only. */
  private static SearchSettings held(SearchSettings settings) {
    return settings.with("rung-score", "held-out");
  }

  /** Nor where bits of the residual path do not matter either, and three fields are raced. */
  @Test
  void whereBitsDoNotMatterTheOriginalIsReturned() throws IOException {
    int others = 0;
    for (long seed = 1; seed <= SPACES; seed++) {
      PlantedSpace space = new PlantedSpace(seed, 0);
      Judge judge = judge(w -> space.accuracy(ResidualChoice.channels(w)), seed, SMALL);
      Map<String, Integer> returned =
          PlantedSpace.contest(
                  SMALL,
                  EPOCHS,
                  seed,
                  List.of(space.contenders(8), space.contenders(4), space.contenders(2)),
                  Set.of(),
                  new Jury(judge, "halving", new StopRequest(), epoch -> {}))
              .returned()
              .widths();
      others += returned.equals(ResidualChoice.with(space.original(), 8)) ? 0 : 1;
    }
    assertThat(others).isLessThanOrEqualTo(5);
  }

  private static Judge judge(
      ToDoubleFunction<Map<String, Integer>> accuracy, long seed, SearchSettings settings) {
    int last = (int) (settings.last().finalShare() * HELD_OUT);
    return new PlantedJudge(
        accuracy,
        EPOCHS,
        part ->
            switch (part) {
              case FINAL -> last;
              case RUNGS -> HELD_OUT - last;
              case STEPS -> HELD_OUT; // training images, whatever is held out: there are more
            },
        seed);
  }

  /** Spaces of which another network than the original was returned, and was better or as good. */
  private static int found(double points, SearchSettings settings) throws IOException {
    int found = 0;
    for (long seed = 1; seed <= SPACES; seed++) {
      PlantedSpace space = new PlantedSpace(seed, points);
      Map<String, Integer> returned = returned(space, seed, settings);
      boolean another = !returned.equals(space.original());
      found += another && space.accuracy(returned) >= space.accuracy(space.original()) ? 1 : 0;
    }
    return found;
  }

  private static Map<String, Integer> returned(
      PlantedSpace space, long seed, SearchSettings settings) throws IOException {
    Judge judge = judge(space::accuracy, seed, settings);
    return PlantedSpace.contest(
            settings,
            EPOCHS,
            seed,
            space.contenders(),
            Set.of(),
            new Jury(judge, "halving", new StopRequest(), epoch -> {}))
        .returned()
        .widths();
  }
}
