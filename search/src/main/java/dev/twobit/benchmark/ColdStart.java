package dev.twobit.benchmark;

import dev.twobit.network.Network;
import dev.twobit.onnx.write.OnnxExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a user waits for who runs one command: a process of its own, from its start to its end.
 *
 * @param command as it was run, its file apart
 * @param runs 0 if it was not measured, as {@code note} says why
 * @param peakMemoryMebibytes the most of all runs that was resident (VmHWM); 0 where the system
 *     does not tell
 */
public record ColdStart(
    String command,
    int runs,
    double medianSeconds,
    double fastestSeconds,
    double peakMemoryMebibytes,
    String note) {
  /** System property in which the launcher names itself. */
  public static final String LAUNCHER = "twobit.launcher";

  private static final String HARDWARE = "nvdla-small-w2a2";
  private static final long POLL_MILLISECONDS = 2;
  private static final String PEAK = "VmHWM:";

  /** {@code twobit simulate} of a network, so many times. */
  public static ColdStart measure(Network network, int runs) throws IOException {
    String command = "twobit simulate " + network.name() + ".onnx --hardware " + HARDWARE;
    String launcher = System.getProperty(LAUNCHER, "");
    if (!Files.isExecutable(Path.of(launcher))) {
      return new ColdStart(command, 0, 0, 0, 0, "not measured: not started by bin/twobit");
    }
    Path folder = Files.createTempDirectory("twobit-bench");
    Path model = folder.resolve("model.onnx");
    try {
      OnnxExporter.write(network, model);
      return measure(
          command, List.of(launcher, "simulate", model.toString(), "--hardware", HARDWARE), runs);
    } finally {
      Files.deleteIfExists(model);
      Files.delete(folder);
    }
  }

  private static ColdStart measure(String command, List<String> words, int runs)
      throws IOException {
    List<Double> seconds = new ArrayList<>();
    long peak = 0;
    for (int i = 0; i < runs; i++) {
      long before = System.nanoTime();
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      peak = Math.max(peak, peakKibibytes(process));
      seconds.add((System.nanoTime() - before) / 1e9);
      if (process.exitValue() != 0) {
        throw new IOException(command + ": ended with " + process.exitValue() + ", expected 0");
      }
    }
    Collections.sort(seconds);
    return new ColdStart(
        command,
        runs,
        seconds.get(runs / 2),
        seconds.get(0),
        peak / 1024.0,
        peak == 0 ? "the system does not tell peak memory" : "");
  }

  /** Looks at the process until it ends; the most it was seen to have had. */
  private static long peakKibibytes(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    long peak = 0;
    try {
      while (!process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, peakKibibytes(status));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while measuring", e);
    }
    return peak;
  }

  private static long peakKibibytes(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      // It has ended, or the system has no such file.
      return 0;
    }
  }
}
