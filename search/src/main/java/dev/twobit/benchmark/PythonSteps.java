package dev.twobit.benchmark;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalDouble;

/** The Python process that runs the same steps in plain PyTorch, or none. */
final class PythonSteps implements AutoCloseable {
  private static final String SCRIPT = "resnet20_steps.py";
  private static final int KIBI = 1024;

  private final Optional<Worker> worker;
  private final String description;
  private double peakKibibytes;

  private record Worker(Process process, BufferedWriter to, BufferedReader from) {}

  private PythonSteps(Optional<Worker> worker, String description) {
    this.worker = worker;
    this.description = description;
  }

  /** Without an interpreter that has PyTorch there is nothing to run, which is no error. */
  static PythonSteps start(String python) throws IOException {
    Path script = Files.createTempFile("twobit-bench", ".py");
    try (InputStream source = PythonSteps.class.getResourceAsStream(SCRIPT)) {
      if (source == null) {
        throw new IllegalStateException("no resource " + SCRIPT);
      }
      Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
      Process process =
          new ProcessBuilder(python, script.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Worker worker = new Worker(process, process.outputWriter(), process.inputReader());
      String ready = worker.from().readLine();
      if (ready == null || !ready.startsWith("ready ")) {
        process.destroy();
        return absent(python + " cannot import torch");
      }
      return new PythonSteps(
          Optional.of(worker), "PyTorch " + ready.substring("ready ".length()) + ", " + python);
    } catch (IOException e) {
      return absent(python + " does not run: " + e.getMessage());
    } finally {
      Files.deleteIfExists(script);
    }
  }

  private static PythonSteps absent(String why) {
    return new PythonSteps(Optional.empty(), "not run: " + why + "; see --python");
  }

  String description() {
    return description;
  }

  /** Over all steps so far; 0 if there was none. */
  double peakMebibytes() {
    return peakKibibytes / KIBI;
  }

  /** Seconds of so many steps; empty if there is no Python to run them. */
  OptionalDouble seconds(StepKind kind, int threads, int count) throws IOException {
    if (worker.isEmpty()) {
      return OptionalDouble.empty();
    }
    Worker w = worker.get();
    w.to().write(kind.key() + " " + threads + " " + count);
    w.to().newLine();
    w.to().flush();
    String answer = w.from().readLine();
    if (answer == null) {
      throw new IOException("the Python process ended during " + kind.key());
    }
    String[] words = answer.split(" ", -1);
    peakKibibytes = Math.max(peakKibibytes, Double.parseDouble(words[1]));
    return OptionalDouble.of(Double.parseDouble(words[0]));
  }

  @Override
  public void close() {
    worker.ifPresent(w -> w.process().destroy());
  }
}
