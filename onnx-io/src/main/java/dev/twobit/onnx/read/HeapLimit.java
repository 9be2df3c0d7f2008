package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import java.nio.file.Path;

/** What is said of a file that is larger than the Java heap. */
final class HeapLimit {
  private HeapLimit() {}

  static InvalidInputException exceeded(Path file, OutOfMemoryError e) {
    return new InvalidInputException(
        file
            + ": needs more memory than the Java heap's "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MB; Maybe set TWOBIT_JAVA_OPTS=-Xmx8g",
        e);
  }
}
