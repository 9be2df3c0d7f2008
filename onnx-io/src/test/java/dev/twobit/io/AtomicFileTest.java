package dev.twobit.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void createsFoldersAndReplaces() throws IOException {
    Path target = folder.resolve("a/b/file.txt");
    AtomicFile.writeText(target, "old");
    AtomicFile.writeText(target, "new");
    assertThat(target).hasContent("new");
  }

  @Test
  void aFailureLeavesTheOldFileAndNoOther() throws IOException {
    Path target = folder.resolve("file.txt");
    AtomicFile.writeText(target, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    target,
                    out -> {
                      out.write(1);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(target).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }
}
