package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Layer;
import dev.twobit.network.Layer.ConstantOperation;
import dev.twobit.network.Layer.Function;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bytes by simulator/docs/two-bit-arithmetic.md: three thresholds of 32 bits a channel, at 2. */
class StepParametersTest {
  private static final TensorShape PLANES = TensorShape.of(1, 4, 2, 3);
  private static final TensorShape CHANNELS = TensorShape.of(4, 1, 1);
  private static final TensorShape ELEMENTS = TensorShape.of(4, 2, 3);
  private static final long BY_CHANNEL = 4 * 3 * 4;

  private static long bytes(Layer layer, Map<String, WeightTensor> parameters) {
    Network network =
        new Network(
            "n",
            List.of("x"),
            List.of("y"),
            List.of(layer),
            Map.of("x", PLANES, "y", PLANES),
            Parameters.of(parameters),
            false);
    return StepParameters.bytes(network, List.of(layer), 4, List.of(2));
  }

  private static long rectified(TensorShape shape, float... slopes) {
    return bytes(
        new Layer.ParametricRelu("a", "x", "y", shape),
        Map.of("a.slope", new WeightTensor(shape, slopes)));
  }

  private static long multiplied(TensorShape shape, float... factors) {
    return bytes(
        new Layer.ConstantArithmetic("a", "x", "y", ConstantOperation.MULTIPLY, shape),
        Map.of("a.constant", new WeightTensor(shape, factors)));
  }

  @Test
  void oneNumberIsInARegisterHoweverOftenItIsWritten() {
    assertThat(bytes(new Layer.Activation("a", "x", "y", Function.LEAKY_RELU, 0.25, 0), Map.of()))
        .isZero();
    assertThat(rectified(TensorShape.of(), 0.25f)).isZero();
    assertThat(rectified(CHANNELS, 0.25f, 0.25f, 0.25f, 0.25f)).isZero();
    assertThat(multiplied(ELEMENTS, new float[24])).isZero();
  }

  @Test
  void numbersThatDifferFromChannelToChannelAreRead() {
    assertThat(rectified(CHANNELS, 0.25f, 0.25f, 0.25f, 0.5f)).isEqualTo(BY_CHANNEL);
    assertThat(multiplied(CHANNELS, 1, 2, 3, 4)).isEqualTo(BY_CHANNEL);
    float[] planes = new float[24];
    Arrays.fill(planes, 18, 24, 1);
    assertThat(multiplied(ELEMENTS, planes)).isEqualTo(BY_CHANNEL);
  }

  @Test
  void numbersThatDifferFromElementToElementAreReadAtSixteenBits() {
    float[] elements = new float[24];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = i;
    }
    assertThat(multiplied(ELEMENTS, elements)).isEqualTo(24 * 2);
  }

  @Test
  void numbersThatTrainingChangesOrNobodyKnowsMayDiffer() {
    WeightTensor zeros = WeightTensor.vector(0, 0, 0, 0);
    WeightTensor ones = WeightTensor.vector(1, 1, 1, 1);
    assertThat(
            bytes(
                new Layer.BatchNormalization("a", "x", "y", 4, 1e-5),
                Map.of("a.scale", ones, "a.shift", zeros, "a.mean", zeros, "a.variance", ones)))
        .isEqualTo(BY_CHANNEL);
    assertThat(bytes(new Layer.ParametricRelu("a", "x", "y", CHANNELS), Map.of()))
        .isEqualTo(BY_CHANNEL);
  }
}
