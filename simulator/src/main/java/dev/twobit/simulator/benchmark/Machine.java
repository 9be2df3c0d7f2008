package dev.twobit.simulator.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What figures were measured on.
 *
 * @param processor model as Linux names it, else the architecture
 * @param processors that the JVM may use
 * @param loadAverage of the last minute when measuring began; negative where the system does not
 *     tell. Above {@code processors} wall times are others' too
 */
public record Machine(
    String java, String system, String processor, int processors, double loadAverage) {
  private static final Path MODEL = Path.of("/proc/cpuinfo");

  /** This one, now. */
  public static Machine current() {
    return new Machine(
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        processorModel(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processorModel() {
    if (Files.isReadable(MODEL)) {
      try (Stream<String> lines = Files.lines(MODEL)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
      } catch (IOException e) {
        return System.getProperty("os.arch");
      }
    }
    return System.getProperty("os.arch");
  }
}
