package dev.twobit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.hardware.HardwareLoader;

/** An accelerator's description. */
class HardwareFuzzTest {
  private final InputFile file = InputFile.named("core.yaml");

  @FuzzTest
  void description(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          file.fill(input);
          HardwareLoader.read(file.path());
        });
  }
}
