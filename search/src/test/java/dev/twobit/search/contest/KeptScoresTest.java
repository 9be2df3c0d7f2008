package dev.twobit.search.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptScoresTest {
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
}
