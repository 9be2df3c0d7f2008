package dev.twobit.fuzz;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What holds for a reader whatever it is given. */
public final class Readers {
  private Readers() {}

  /** One reading, which throws what it does. */
  @FunctionalInterface
  public interface Reading {
    void run() throws IOException;
  }

  /**
   * A value, or one line that says what is wrong. Anything else passes through, and is a finding;
   * so is a reader that ran out of memory or stack and said so.
   */
  public static void valueOrOneLine(Reading reading) {
    try {
      reading.run();
    } catch (InvalidInputException e) {
      String message = String.valueOf(e.getMessage());
      if (message.isBlank() || message.lines().count() != 1) {
        throw new AssertionError("no single line: " + message, e);
      }
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof VirtualMachineError || cause instanceof NullPointerException) {
          throw new AssertionError("not foreseen: " + cause, e);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In memory where the machine has such a folder; of this process only, and removed with it. */
  static Path folder() {
    try {
      Path memory = Path.of("/dev/shm");
      Path folder =
          Files.isWritable(memory)
              ? Files.createTempDirectory(memory, "twobit-fuzz")
              : Files.createTempDirectory("twobit-fuzz");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      return; // a folder of temporary files
    }
  }
}
