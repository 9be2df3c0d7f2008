package dev.twobit.search.supernet;

import org.bytedeco.pytorch.Tensor;

/**
 * A tensor of the super-net.
 *
 * @param values (N, at least width, ...): channels from {@code width} on are zeros, so that
 *     convolutions need no copies in whole blocks
 */
record Planes(Tensor values, long width) {
  static Planes of(Tensor values) {
    return new Planes(values, values.size(1));
  }

  /** The tensor without the zeros. */
  Tensor exact() {
    return width == values.size(1) ? values : values.narrow(1, 0, width);
  }
}
