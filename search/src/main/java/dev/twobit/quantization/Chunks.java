package dev.twobit.quantization;

import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Element by element operators one after the other on parts of large tensors: what one writes the
 * next finds in the cache, and memory is read and written once for all of them.
 */
final class Chunks {
  /** A MiB in float32; with less the calls take the time that is gained. */
  private static final long ELEMENTS = 1 << 18;

  private Chunks() {}

  /**
   * Parts along the first axis, in order.
   *
   * @param body is given the same part of each tensor; what it makes is freed
   * @param tensors of one shape
   */
  static void each(Consumer<Tensor[]> body, Tensor... tensors) {
    Tensor first = tensors[0];
    long rows = first.dim() == 0 ? 1 : first.size(0);
    long count = Math.max(1, ELEMENTS * rows / Math.max(1, first.numel()));
    if (count >= rows) {
      try (PointerScope scope = new PointerScope()) {
        body.accept(tensors);
      }
      return;
    }
    for (long start = 0; start < rows; start += count) {
      try (PointerScope scope = new PointerScope()) {
        Tensor[] parts = new Tensor[tensors.length];
        for (int i = 0; i < parts.length; i++) {
          parts[i] = tensors[i].narrow(0, start, Math.min(count, rows - start));
        }
        body.accept(parts);
      }
    }
  }
}
