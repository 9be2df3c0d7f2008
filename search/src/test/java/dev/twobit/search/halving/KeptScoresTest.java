package dev.twobit.search.halving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.HalvingSettings;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptScoresTest {
  private static final HalvingSettings SETTINGS = new HalvingSettings(9, 5, 2, 3, 1, 2, 2, 0.05);
  private static final Judging ONE = new Judging(Map.of("a", 8), 1, 5, HeldOut.Part.RUNGS);

  @TempDir Path folder;

  @Test
  void whatWasJudgedIsReadAgainToTheBit() throws IOException {
    Score score =
        new Score(new float[] {0.1f, 1 / 3f, 1e-7f, 100}, new boolean[] {true, false, true, false});
    List<Judging> asked = new ArrayList<>();
    Judge judge =
        judging -> {
          asked.add(judging);
          return score;
        };
    new KeptScores(judge, folder.resolve("state")).judge(ONE);
    Score again = new KeptScores(judge, folder.resolve("state")).judge(ONE);
    assertThat(again.crossEntropy()).containsExactly(score.crossEntropy());
    assertThat(again.right()).containsExactly(score.right());
    new KeptScores(judge, folder.resolve("state"))
        .judge(new Judging(Map.of("a", 8), 1, 6, HeldOut.Part.RUNGS));
    assertThat(asked).hasSize(2);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2).allMatch(f -> f.getFileName().toString().startsWith("state"));
    }
  }

  @Test
  void aScoreOfAnotherJudgingIsRefused() throws IOException {
    Path file = KeptScores.named(folder.resolve("state"), ONE, ".json");
    Files.writeString(file, "{\"judging\":\"a=9\",\"crossEntropy\":[1.0],\"right\":\"1\"}\n");
    assertThatThrownBy(
            () -> new KeptScores(j -> Score.diverged(1), folder.resolve("state")).judge(ONE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a=9")
        .hasMessageContaining("a=8; 1 epochs; seed 5; RUNGS")
        .hasMessageNotContaining("\n");
  }

  /** Stopped after any number of judgings, it ends as without a stop and judges nothing twice. */
  @Test
  void stoppedAnywhereItEndsInTheSame() throws IOException {
    PlantedSpace space = new PlantedSpace(3, 3);
    List<Judging> whole = new ArrayList<>();
    Contest.Outcome expected = contest(space, whole, Integer.MAX_VALUE, "whole");
    for (int after = 1; after < whole.size(); after += 6) {
      List<Judging> asked = new ArrayList<>();
      String name = "stopped" + after;
      int stopAfter = after;
      assertThatThrownBy(() -> contest(space, asked, stopAfter, name))
          .isInstanceOf(TrainingStoppedException.class);
      Contest.Outcome resumed = contest(space, asked, Integer.MAX_VALUE, name);
      assertThat(resumed.returned()).isEqualTo(expected.returned());
      assertThat(Account.figures(resumed, 1, 1)).isEqualTo(Account.figures(expected, 1, 1));
      assertThat(asked).isEqualTo(whole);
    }
  }

  private Contest.Outcome contest(
      PlantedSpace space, List<Judging> asked, int stopAfter, String name) throws IOException {
    Judge planted = new PlantedJudge(space::accuracy, 9, 200, 1);
    StopRequest stop = new StopRequest();
    Judge counted =
        judging -> {
          asked.add(judging);
          if (asked.size() == stopAfter) {
            stop.request();
          }
          return planted.judge(judging);
        };
    Jury jury = new Jury(new KeptScores(counted, folder.resolve(name)), stop, epoch -> {});
    return new Contest(SETTINGS, 9, 1).run(space.contenders(), Set.of(), jury);
  }
}
