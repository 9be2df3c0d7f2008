package dev.twobit.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir Path folder;

  @Test
  void largeBinaryAndNoFilesAreRefused() throws IOException {
    Path large = Files.writeString(folder.resolve("large.yaml"), "[".repeat((1 << 18) + 1));
    assertRefused(large, ": found 262145 bytes, expected YAML of at most 262144");
    assertRefused(
        Files.write(folder.resolve("binary.yaml"), new byte[] {'a', (byte) 0xff}),
        ": is no text file; expected YAML");
    assertRefused(folder, ": is a folder or device; expected a YAML file");
    assertThat(TextFile.readYaml(Files.writeString(folder.resolve("good.yaml"), "é: 1")))
        .isEqualTo("é: 1");
  }

  private static void assertRefused(Path file, String says) {
    assertThatThrownBy(() -> TextFile.readYaml(file))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file + says);
  }
}
