package dev.twobit.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class NativeLibrariesTest {
  private static final int STARTS = 3;

  /** A process that unpacks for a while, and notes when it begins and ends. */
  static final class Start {
    private Start() {}

    public static void main(String[] args) throws IOException {
      Path cache = Path.of(args[0]);
      NativeLibraries.first(
          cache,
          "1",
          () -> {
            note(cache, "in");
            try {
              Thread.sleep(300);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            note(cache, "out");
          });
    }

    private static void note(Path cache, String what) throws IOException {
      Files.writeString(
          cache.resolve("notes"),
          what + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  @Test
  void processesThatStartTogetherOnAnEmptyCacheUnpackOneAfterTheOther(@TempDir Path cache)
      throws Exception {
    List<Process> starts = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      starts.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Start.class.getName(),
                  cache.toString())
              .inheritIO()
              .start());
    }

    for (Process start : starts) {
      assertThat(start.waitFor()).isZero();
    }
    List<String> first = Files.readAllLines(cache.resolve("notes"));
    assertThat(first).hasSize(2 * STARTS);
    assertThat(first.subList(0, 2)).containsExactly("in", "out");
    assertThat(Collections.frequency(first, "in")).isEqualTo(STARTS);
  }
}
