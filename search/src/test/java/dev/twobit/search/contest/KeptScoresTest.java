package dev.twobit.search.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Cut short, of other text, of other bytes, with a flag too few, with a flag that is none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"judging\":\"a=8; 1 epochs; seed 5; RUNGS\",\"crossEnt",
        "[]",
        "{\"judging\":null,\"crossEntropy\":[1.0],\"right\":\"1\"}",
        "{\"judging\":\"a=8; 1 epochs; seed 5; RUNGS\",\"crossEntropy\":[1.0],\"right\":\"\"}",
        "{\"judging\":\"a=8; 1 epochs; seed 5; RUNGS\",\"crossEntropy\":[1.0],\"right\":\"2\"}",
        "{\"judging\":\"a=8; 1 epochs; seed 5; RUNGS\",\"crossEntropy\":\n[\"x\"],\"right\":\"2\"}",
        "\u00ff"
      })
  void aDamagedFileIsOneLineThatNamesIt(String text) throws IOException {
    Path file = KeptScores.named(folder.resolve("state"), ONE, ".json");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(
            () -> new KeptScores(j -> Score.diverged(1), folder.resolve("state")).judge(ONE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": found ")
        .hasMessageEndingWith(", expected what a search kept; remove the file")
        .hasMessageNotContaining("\n");
    assertThat(Files.readAllBytes(file)).isEqualTo(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"losses\":{\"a\":null}}", "{\"losses\":{\"a\":1.0"})
  void soIsOneOfPartsThatWereScored(String text) throws IOException {
    Path file = folder.resolve("parts.json");
    Files.writeString(file, text);
    assertThatThrownBy(() -> KeptPartLosses.of((widths, sieve) -> 1, new StopRequest(), file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": found ")
        .hasMessageEndingWith(", expected what a search kept; remove the file")
        .hasMessageNotContaining("\n");
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
