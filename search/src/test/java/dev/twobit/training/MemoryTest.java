package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class MemoryTest {
  /** A tensor leaked in every step, a weight's gradient say, would be some megabytes. */
  private static final long MOST_GROWTH_KILOBYTES = 8 * 1024;

  @TempDir private Path folder;

  /**
   * With a Java heap that is all there from the beginning, and without the optimizing compiler,
   * whose memory comes and goes by megabytes, what grows is libtorch's.
   */
  @Test
  void residentMemoryIsFlatOverTwoThousandSteps() throws IOException, InterruptedException {
    assumeThat(Files.exists(MemoryProbe.STATM)).as("/proc/self/statm").isTrue();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms128m",
            "-Xmx128m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            MemoryProbe.class.getName(),
            folder.resolve("checkpoint").toString());
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    builder.redirectError(folder.resolve("err.txt").toFile());
    Process process = builder.start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("err.txt"))).isZero();
    long before = Long.parseLong(lines.get(0));
    long after = Long.parseLong(lines.get(1));
    assertThat(after - before).as("kilobytes from %d", before).isLessThan(MOST_GROWTH_KILOBYTES);
  }
}
