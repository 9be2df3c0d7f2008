package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePageTest {
  @TempDir private Path folder;

  /** Whatever the fault: the page is nothing that a run depends on. */
  @Test
  void noFaultOfAPageIsOneOfTheRun() {
    for (Throwable fault :
        List.of(
            new IOException("disk full"),
            new IllegalStateException("odd"),
            new NoClassDefFoundError("Page"),
            new StackOverflowError(),
            new OutOfMemoryError("Java heap space"))) {
      assertThat(LivePage.isDone(() -> thrown(fault))).as(fault.toString()).isFalse();
    }
    assertThat(LivePage.isDone(() -> folder)).isTrue();
  }

  private static Path thrown(Throwable fault) throws IOException {
    if (fault instanceof IOException io) {
      throw io;
    }
    if (fault instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) fault;
  }

  /** A run.yaml that is none, and a folder where the page would go. */
  @Test
  void aPageThatCannotBeWrittenIsLeft() throws IOException {
    Files.writeString(folder.resolve("run.yaml"), "inputs: [");
    Files.createDirectories(folder.resolve(LivePage.NAME).resolve("full"));

    assertThatCode(
            () -> {
              try (LivePage page = new LivePage(folder)) {
                Files.writeString(folder.resolve("log.jsonl"), "no JSON\n");
              }
            })
        .doesNotThrowAnyException();
  }
}
