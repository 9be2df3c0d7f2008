package dev.twobit.onnx.operator;

import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;

/** A tensor known at import: floats, integers, one value throughout, or a shape without values. */
public sealed interface Constant {
  TensorShape shape();

  /** Integer element type: shapes, axes, indices. */
  boolean integral();

  /** Element {@code i}, row-major. */
  double at(int i);

  default int size() {
    return Math.toIntExact(shape().elementCount());
  }

  default boolean hasValues() {
    return true;
  }

  /** The same elements under another shape of equal element count. */
  Constant reshaped(TensorShape shape);

  /** This constant as weights; empty if the values are missing. */
  default Optional<WeightTensor> weights() {
    float[] values = new float[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) at(i);
    }
    return Optional.of(new WeightTensor(shape(), values));
  }

  default int[] integers() {
    int[] values = new int[size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, at(i)));
    }
    return values;
  }

  @SuppressWarnings("ArrayRecordComponent") // held once, never compared
  record Floats(TensorShape shape, float[] values) implements Constant {
    @Override
    public boolean integral() {
      return false;
    }

    @Override
    public double at(int i) {
      return values[i];
    }

    @Override
    public Constant reshaped(TensorShape other) {
      return new Floats(other, values);
    }

    @Override
    public Optional<WeightTensor> weights() {
      return Optional.of(new WeightTensor(shape, values));
    }
  }

  /** Floats where the file has them. */
  record Stored(TensorShape shape, FloatBuffer values) implements Constant {
    @Override
    public boolean integral() {
      return false;
    }

    @Override
    public double at(int i) {
      return values.get(i);
    }

    @Override
    public Constant reshaped(TensorShape other) {
      return new Stored(other, values);
    }

    @Override
    public Optional<WeightTensor> weights() {
      return Optional.of(new WeightTensor(shape, values));
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // held once, never compared
  record Integers(TensorShape shape, long[] values) implements Constant {
    public static Integers vector(long... values) {
      return new Integers(TensorShape.of(values.length), values);
    }

    @Override
    public boolean integral() {
      return true;
    }

    @Override
    public double at(int i) {
      return values[i];
    }

    @Override
    public Constant reshaped(TensorShape other) {
      return new Integers(other, values);
    }
  }

  /** Every element the same (ConstantOfShape), held as one. */
  record Uniform(TensorShape shape, boolean integral, double value) implements Constant {
    @Override
    public double at(int i) {
      return value;
    }

    @Override
    public Constant reshaped(TensorShape other) {
      return new Uniform(other, integral, value);
    }

    @Override
    public Optional<WeightTensor> weights() {
      float[] values = new float[size()];
      Arrays.fill(values, (float) value);
      return Optional.of(new WeightTensor(shape, values));
    }
  }

  /** Values are not in the file (missing external data, or quantized by an operator not run). */
  record Missing(TensorShape shape) implements Constant {
    @Override
    public boolean integral() {
      return false;
    }

    @Override
    public boolean hasValues() {
      return false;
    }

    @Override
    public double at(int i) {
      throw new IllegalStateException("constant without values");
    }

    @Override
    public Constant reshaped(TensorShape other) {
      return new Missing(other);
    }

    @Override
    public Optional<WeightTensor> weights() {
      return Optional.empty();
    }
  }
}
