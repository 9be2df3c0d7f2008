package dev.twobit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.hardware.HardwareLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** An accelerator's description. */
class HardwareFuzzTest {
  private final Path file = Readers.file("core.yaml");

  @FuzzTest
  void description(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          Files.write(file, input);
          HardwareLoader.read(file);
        });
  }
}
