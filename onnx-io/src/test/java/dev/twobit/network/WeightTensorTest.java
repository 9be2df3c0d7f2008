package dev.twobit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class WeightTensorTest {
  /** More than one piece, and a last one that is not full. */
  private static final int COUNT = 10_000;

  private static float[] ramp() {
    float[] values = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      values[i] = i - 0.5f;
    }
    return values;
  }

  /** As a file has them. */
  private static FloatBuffer littleEndian(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.asFloatBuffer();
  }

  @Test
  void whatIsStoredIsCopiedOnce() {
    WeightTensor tensor = new WeightTensor(TensorShape.of(COUNT), littleEndian(ramp()));

    assertThat(tensor.values()).isEqualTo(ramp());
    assertThat(tensor.values()).isSameAs(tensor.values());
  }

  @Test
  void everyNumberThatIsNoneIsCounted() {
    float[] values = ramp();
    values[0] = Float.NaN;
    values[4095] = Float.POSITIVE_INFINITY;
    values[4096] = Float.NEGATIVE_INFINITY;
    values[COUNT - 1] = Float.NaN;
    WeightTensor stored = new WeightTensor(TensorShape.of(COUNT), littleEndian(values));

    assertThat(stored.notFinite()).isEqualTo(4);
    assertThat(new WeightTensor(TensorShape.of(COUNT), values).notFinite()).isEqualTo(4);
    assertThat(stored.values()).isEqualTo(values);
    assertThat(stored.notFinite()).isEqualTo(4);
  }

  /** The largest and the smallest that there are: their products with 0 are 0. */
  @Test
  void finiteNumbersAreFinite() {
    float[] values = {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -0f};

    assertThat(WeightTensor.vector(values).notFinite()).isZero();
    assertThat(new WeightTensor(TensorShape.of(4), littleEndian(values)).notFinite()).isZero();
  }

  @Test
  void anotherNumberOfElementsThanTheShapeHasIsRefused() {
    assertThatThrownBy(() -> new WeightTensor(TensorShape.of(3), littleEndian(new float[4])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds 3 elements, found 4");
  }
}
