package dev.twobit.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed at random moments while it writes one version after the other. */
@Tag("slow")
class KilledWriterTest {
  private static final int SIZE = 300_000;
  private static final int KILLS = 8;

  @TempDir Path folder;

  /** Writes files of one repeated byte, forever. */
  public static void main(String[] args) throws IOException {
    byte[] version = new byte[SIZE];
    LineLog log = new LineLog(Path.of(args[1]));
    log.repair();
    for (int n = 0; ; n++) {
      Arrays.fill(version, (byte) n);
      AtomicFile.write(
          Path.of(args[0]),
          out -> {
            for (int at = 0; at < SIZE; at += SIZE / 10) {
              out.write(version, at, SIZE / 10);
              out.flush();
            }
          });
      log.append("x".repeat(200));
    }
  }

  @Test
  void leavesOneWholeVersionAndWholeLines() throws IOException, InterruptedException {
    Path target = folder.resolve("file.bin");
    Path lines = folder.resolve("log.jsonl");
    Random random = new Random(1);
    for (int kill = 0; kill < KILLS; kill++) {
      Files.deleteIfExists(lines);
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledWriterTest.class.getName(),
                  target.toString(),
                  lines.toString())
              .inheritIO()
              .start();
      try {
        while (child.isAlive() && !Files.exists(lines)) {
          Thread.sleep(2);
        }
        Thread.sleep(random.nextInt(60));
        assertThat(child.isAlive()).as("writes until it is killed").isTrue();
      } finally {
        child.destroyForcibly();
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
      byte[] found = Files.readAllBytes(target);
      byte[] whole = new byte[SIZE];
      Arrays.fill(whole, found[0]);
      assertThat(found).as("kill %d", kill).isEqualTo(whole);
      assertThat(new LineLog(lines).lines()).allMatch(l -> l.equals("x".repeat(200)));
    }

    AtomicFile.writeText(target, "the next");

    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()).sorted())
          .isEqualTo(List.of("file.bin", "log.jsonl"));
    }
  }
}
