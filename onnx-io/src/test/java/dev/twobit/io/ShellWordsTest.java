package dev.twobit.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
  @Test
  void onlyWhatAShellWouldTakeForMoreIsQuoted() {
    assertThat(ShellWords.joined("twobit", "--resume", "runs/a-1.0x"))
        .isEqualTo("twobit --resume runs/a-1.0x");
    assertThat(ShellWords.joined("my run", "", "it's")).isEqualTo("'my run' '' 'it'\\''s'");
  }

  @Test
  void aShellReadsThemAsTheyAre() throws Exception {
    String[] words = {"a b", "$HOME", "*", "'", "\"", "\\", "", "x;y", "ä"};

    Process shell =
        new ProcessBuilder("sh", "-c", "printf '%s\\n' " + ShellWords.joined(words)).start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(shell.waitFor()).isZero();
    assertThat(said.lines()).containsExactly(words);
  }
}
