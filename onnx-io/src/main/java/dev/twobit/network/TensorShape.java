package dev.twobit.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The extents of a tensor, outermost first; activations are (N,C,H,W) or (N,F).
 *
 * @param dims extents, each at least 0; a dynamic batch axis is recorded as 1
 */
public record TensorShape(List<Integer> dims) {
  /** No shape has more axes. */
  public static final int MOST_AXES = 32;

  public TensorShape {
    dims = List.copyOf(dims);
    if (dims.size() > MOST_AXES) {
      throw new IllegalArgumentException(
          "shape of rank " + dims.size() + ", expected at most " + MOST_AXES);
    }
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative extent in shape " + dims);
      }
    }
  }

  public static TensorShape of(int... dims) {
    return new TensorShape(Arrays.stream(dims).boxed().toList());
  }

  public int rank() {
    return dims.size();
  }

  /** Extent of one axis; negative axes count from the end. */
  public int dim(int axis) {
    return dims.get(axis < 0 ? axis + dims.size() : axis);
  }

  /** Product of all extents; 1 for a scalar. Throws ArithmeticException past 2^63. */
  public long elementCount() {
    long count = 1;
    for (int dim : dims) {
      count = Math.multiplyExact(count, (long) dim);
    }
    return count;
  }

  /** Extent of axis 1: channels of (N,C,H,W), features of (N,F). */
  public int channels() {
    return rank() < 2 ? 1 : dim(1);
  }

  /** Extent of axis 2, or 1 where there is none. */
  public int height() {
    return rank() < 3 ? 1 : dim(2);
  }

  /** Extent of axis 3, or 1 where there is none. */
  public int width() {
    return rank() < 4 ? 1 : dim(3);
  }

  /** The same shape with axis 1 replaced. */
  public TensorShape withChannels(int channels) {
    var copy = new java.util.ArrayList<>(dims);
    copy.set(1, channels);
    return new TensorShape(copy);
  }

  /**
   * Row-major index into {@code part}, broadcast to this shape, of this shape's element {@code i}.
   */
  public int broadcastIndex(TensorShape part, int i) {
    int rest = i;
    int index = 0;
    int stride = 1;
    for (int d = rank() - 1, p = part.rank() - 1; p >= 0; d--, p--) {
      int position = rest % dim(d);
      rest /= dim(d);
      if (part.dim(p) != 1) {
        index += position * stride;
      }
      stride *= part.dim(p);
    }
    return index;
  }

  @Override
  public String toString() {
    return dims.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
