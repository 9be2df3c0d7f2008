package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results that cannot be written: one line that names the file and the cause, exit code 2. */
class UnwritableOutputTest {
  @TempDir private Path folder;

  @Test
  void aFullDisk() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "/dev/full");
    assertRefused(
        CliRun.of("model", "resnet8", full.toString()), "/dev/full: no space left on device");
  }

  @Test
  void aFileInPlaceOfTheFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");

    assertRefused(
        CliRun.of("model", "resnet8", file.resolve("in-it.onnx").toString()),
        file + ": is a file, expected a folder");
    CliRun verbose = CliRun.of("--verbose", "model", "resnet8", file.resolve("x.onnx").toString());

    assertThat(verbose.exitCode()).isEqualTo(2);
    assertThat(verbose.err()).contains("\tat dev.twobit.io.AtomicFile");
    assertThat(file).hasContent("old");
  }

  @Test
  void aReadOnlyFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("old.onnx"), "old");
    assertThat(folder.toFile().setWritable(false)).isTrue();
    try {
      assumeFalse(Files.isWritable(folder), "a user who is not root");
      assertRefused(
          CliRun.of("model", "resnet8", file.toString(), "--force"), file + ": permission denied");
      assertThat(file).hasContent("old");
    } finally {
      assertThat(folder.toFile().setWritable(true)).isTrue();
    }
  }

  private static void assertRefused(CliRun run, String says) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.errLines().get(0)).startsWith("twobit: ").contains(says);
    assertThat(run.out()).isEmpty();
  }
}
