package dev.twobit.network;

import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * A constant float tensor, row-major. Weights are large: identity, not value, is compared, and
 * those of a file are copied from it only when somebody calculates with them.
 */
public final class WeightTensor {
  private static final float[] NONE = {};

  private final TensorShape shape;
  private final float[] given;
  private final Optional<StoredFloats> stored;

  /**
   * @param values {@code shape.elementCount()} elements; shared, treat as immutable
   */
  public WeightTensor(TensorShape shape, float[] values) {
    requireLength(shape, values.length);
    this.shape = shape;
    this.given = values;
    this.stored = Optional.empty();
  }

  /**
   * @param elements {@code shape.elementCount()} of them, up to the buffer's limit; treat as
   *     immutable
   */
  public WeightTensor(TensorShape shape, FloatBuffer elements) {
    requireLength(shape, elements.limit());
    this.shape = shape;
    this.given = NONE;
    this.stored = Optional.of(new StoredFloats(elements));
  }

  private static void requireLength(TensorShape shape, int length) {
    if (length != shape.elementCount()) {
      throw new IllegalArgumentException(
          "shape " + shape + " holds " + shape.elementCount() + " elements, found " + length);
    }
  }

  public static WeightTensor vector(float... values) {
    return new WeightTensor(TensorShape.of(values.length), values);
  }

  public TensorShape shape() {
    return shape;
  }

  /** The elements, shared: treat as immutable. */
  public float[] values() {
    return stored.isEmpty() ? given : stored.get().values();
  }

  /** How many elements are NaN or infinite; takes no copy of them. */
  public int notFinite() {
    return stored.isEmpty()
        ? StoredFloats.notFinite(given, given.length)
        : stored.get().notFinite();
  }
}
