package dev.twobit.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Name of the processor: Linux' own words, elsewhere the architecture. */
final class ProcessorModel {
  private ProcessorModel() {}

  static String name() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(ProcessorModel::architecture);
    } catch (IOException e) {
      return architecture();
    }
  }

  private static String architecture() {
    return String.valueOf(System.getProperty("os.arch"));
  }
}
