package dev.twobit.network;

/**
 * A constant float tensor, row-major.
 *
 * @param values {@code shape.elementCount()} elements; shared, treat as immutable
 */
@SuppressWarnings("ArrayRecordComponent") // weights are large: identity, not value, is compared
public record WeightTensor(TensorShape shape, float[] values) {
  public WeightTensor {
    if (values.length != shape.elementCount()) {
      throw new IllegalArgumentException(
          "shape "
              + shape
              + " holds "
              + shape.elementCount()
              + " elements, found "
              + values.length);
    }
  }

  public static WeightTensor vector(float... values) {
    return new WeightTensor(TensorShape.of(values.length), values);
  }
}
