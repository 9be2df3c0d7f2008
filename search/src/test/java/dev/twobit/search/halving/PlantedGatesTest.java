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
import org.junit.jupiter.api.Test;

/**
 * What comes of spaces in which it is known which network is better
 * (search/docs/methods.md#halving).
 */
class PlantedGatesTest {
  private static final SearchSettings SMALL = SearchSettings.preset("small");
  private static final int EPOCHS = SMALL.epochs().trainingEpochs();
  private static final int SPACES = 100;

  /** Held-out images of the final: half of a tenth of CIFAR's. */
  private static final int IMAGES = 2500;

  /** The best network is better by three points of top-1. */
  @Test
  void betterNetworksAreFound() throws IOException {
    assertThat(found(3)).isGreaterThanOrEqualTo(95);
  }

  @Test
  void whereWidthsDoNotMatterTheOriginalIsReturned() throws IOException {
    assertThat(found(0)).isLessThanOrEqualTo(5);
  }

  /** Nor where bits of the residual path do not matter either, and three fields are raced. */
  @Test
  void whereBitsDoNotMatterTheOriginalIsReturned() throws IOException {
    int others = 0;
    for (long seed = 1; seed <= SPACES; seed++) {
      PlantedSpace space = new PlantedSpace(seed, 0);
      Judge judge =
          new PlantedJudge(w -> space.accuracy(ResidualChoice.channels(w)), EPOCHS, IMAGES, seed);
      Map<String, Integer> returned =
          PlantedSpace.contest(
                  SMALL.halving(),
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

  /** Spaces of which another network than the original was returned, and was better or as good. */
  private static int found(double points) throws IOException {
    int found = 0;
    for (long seed = 1; seed <= SPACES; seed++) {
      PlantedSpace space = new PlantedSpace(seed, points);
      Map<String, Integer> returned = returned(space, seed);
      boolean another = !returned.equals(space.original());
      found += another && space.accuracy(returned) >= space.accuracy(space.original()) ? 1 : 0;
    }
    return found;
  }

  private static Map<String, Integer> returned(PlantedSpace space, long seed) throws IOException {
    Judge judge = new PlantedJudge(space::accuracy, EPOCHS, IMAGES, seed);
    return PlantedSpace.contest(
            SMALL.halving(),
            EPOCHS,
            seed,
            space.contenders(),
            Set.of(),
            new Jury(judge, "halving", new StopRequest(), epoch -> {}))
        .returned()
        .widths();
  }
}
