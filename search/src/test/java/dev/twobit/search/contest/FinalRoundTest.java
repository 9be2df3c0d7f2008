package dev.twobit.search.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.search.FinalSettings;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finals of networks whose accuracy is known. */
class FinalRoundTest {
  private static final FinalSettings ONE_LOOK = new FinalSettings(3, 0, 0.5, 0.05);
  private static final FinalSettings TWO_LOOKS = new FinalSettings(3, 6, 0.5, 0.05);
  private static final int EPOCHS = 15;
  private static final int IMAGES = 1000;
  private static final Entrant ORIGINAL = entrant(100, Entrant.Role.ORIGINAL);

  private final List<Judging> judged = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  /** Its width is ten times its points of top-1 above 60 %. */
  private static Entrant entrant(int width, Entrant.Role role) {
    return new Entrant(Map.of("a", width), role);
  }

  private static Entrant other(int width) {
    return entrant(width, Entrant.Role.VALUED);
  }

  private FinalRound.Result run(FinalSettings settings, long seed, List<Entrant> others)
      throws IOException {
    return run(settings, seed, others, IMAGES);
  }

  private FinalRound.Result run(FinalSettings settings, long seed, List<Entrant> others, int images)
      throws IOException {
    judged.clear();
    said.clear();
    Judge planted =
        new PlantedJudge(w -> 0.6 + w.getOrDefault("a", 0) / 1000.0, EPOCHS, images, seed);
    Judge listed =
        judging -> {
          judged.add(judging);
          return planted.judge(judging);
        };
    Jury jury = new Jury(listed, "halving", new StopRequest(), ContestTasks.saying(said::add));
    return new FinalRound(settings, EPOCHS, seed).run(ORIGINAL, others, List.of(), jury);
  }

  private long trainings(Entrant of) {
    return judged.stream().filter(j -> j.widths().equals(of.widths())).count();
  }

  /** By two points over the original, which 1,000 images and three trainings seldom tell. */
  @Test
  void whatLeadsNotBeyondChanceIsTrainedMoreAndWhatDoesNotLeadIsGivenUp() throws IOException {
    Entrant better = other(120);
    Entrant worse = other(60);
    int wentOn = 0;
    int foundThen = 0;
    for (long seed = 1; seed <= 40; seed++) {
      FinalRound.Result result = run(TWO_LOOKS, seed, List.of(better, worse));
      assertThat(trainings(ORIGINAL)).isEqualTo(result.seeds());
      assertThat(trainings(worse)).isEqualTo(Math.min(3, result.seeds()));
      assertThat(judged.stream().map(Judging::seed).distinct()).hasSize(result.seeds());
      for (FinalRound.Compared c : result.compared()) {
        assertThat(trainings(c.entrant())).isEqualTo(c.trainings());
      }
      assertThat(trainings(better)).as("seed %d", seed).isEqualTo(result.seeds());
      if (result.seeds() > 3) {
        wentOn++;
        foundThen += result.winner().isPresent() ? 1 : 0;
        assertThat(said).anyMatch(line -> line.contains("1 of 2 networks lead, not beyond chance"));
        assertThat(result.winner().isEmpty() || result.seeds() == 6).isTrue();
      }
    }
    assertThat(wentOn).isPositive();
    assertThat(foundThen).isPositive();
  }

  /** A final of one look is the same whether it could go on, but for its level. */
  @Test
  void withoutMoreTrainingsItEndsWhereItDid() throws IOException {
    for (long seed = 1; seed <= 20; seed++) {
      FinalRound.Result result = run(ONE_LOOK, seed, List.of(other(120)));
      assertThat(result.seeds()).isBetween(2, 3);
      boolean beyond = result.compared().get(0).lead().isBetter(0.05);
      assertThat(result.winner().isPresent()).isEqualTo(beyond && result.seeds() == 3);
      assertThat(said).noneMatch(line -> line.contains("not beyond chance"));
    }
  }

  /** Of two hundred finals in which all are equally good. */
  @ParameterizedTest
  @CsvSource({"0", "6", "12"})
  void whereNoneIsBetterTheOriginalIsReturned(int most) throws IOException {
    FinalSettings settings = new FinalSettings(3, most, 0.5, 0.05);
    int others = 0;
    for (long seed = 1; seed <= 200; seed++) {
      List<Entrant> equal =
          List.of(
              new Entrant(Map.of("a", 100, "b", 1), Entrant.Role.VALUED),
              new Entrant(Map.of("a", 100, "b", 2), Entrant.Role.UNIFORM));
      others += run(settings, seed, equal).winner().isPresent() ? 1 : 0;
    }
    assertThat(others).isLessThanOrEqualTo(10);
  }

  /** Of images there are so many that trainings limit what is seen. */
  @Test
  void smallLeadsAreFoundMoreOftenByTwoLooks() throws IOException {
    int one = 0;
    int two = 0;
    for (long seed = 1; seed <= 100; seed++) {
      List<Entrant> others = List.of(other(110), other(90));
      one += run(ONE_LOOK, seed, others, 5 * IMAGES).winner().isPresent() ? 1 : 0;
      two += run(TWO_LOOKS, seed, others, 5 * IMAGES).winner().isPresent() ? 1 : 0;
    }
    assertThat(one).isPositive();
    assertThat(two).isGreaterThan(one);
  }

  @Test
  void theLooksShareTheLevel() {
    assertThat(ONE_LOOK.level(true)).isEqualTo(0.05);
    assertThat(new FinalSettings(3, 3, 0.5, 0.05).level(true)).isEqualTo(0.05);
    assertThat(TWO_LOOKS.level(false)).isPositive();
    assertThat(TWO_LOOKS.level(false) + TWO_LOOKS.level(true)).isCloseTo(0.05, within(1e-12));
    assertThat(new FinalSettings(1, 0, 0.5, 0.05).mostTrainings()).isEqualTo(2);
  }
}
