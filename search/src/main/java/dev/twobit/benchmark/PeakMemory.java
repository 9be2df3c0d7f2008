package dev.twobit.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The most memory a process has had resident (VmHWM). */
final class PeakMemory {
  private PeakMemory() {}

  /**
   * MiB; 0 where the system does not tell.
   *
   * @param process empty for this one
   */
  static double mebibytes(Optional<Long> process) {
    String id = process.map(String::valueOf).orElse("self");
    try {
      return Files.readAllLines(Path.of("/proc", id, "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
