package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.QuotedText;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The last line between a file and whoever reads it: what no check has foreseen is the file's fault
 * too, and said so in one line. The cause is kept, and tests ask that there be none.
 */
final class Guard {
  private Guard() {}

  static <T> T of(Path file, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InvalidInputException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw HeapLimit.exceeded(file, e);
    } catch (RuntimeException | StackOverflowError e) {
      throw new InvalidInputException(
          file + ": cannot be read (" + QuotedText.name(String.valueOf(e.getMessage())) + ")", e);
    }
  }
}
