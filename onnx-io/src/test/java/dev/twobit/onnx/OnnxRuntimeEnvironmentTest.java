package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** ONNX Runtime starts in a process of any command line. */
@Tag("slow")
class OnnxRuntimeEnvironmentTest {
  /** What the test starts. */
  public static void main(String[] args) {
    OnnxRuntimeEnvironment.get();
  }

  @Test
  void aLongCommandLineIsNoStackOverflow() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                OnnxRuntimeEnvironmentTest.class.getName()));
    command.addAll(Collections.nCopies(100, "x".repeat(1_000)));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process child = builder.start();
    try {
      assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isZero();
    } finally {
      child.destroyForcibly();
    }
  }
}
