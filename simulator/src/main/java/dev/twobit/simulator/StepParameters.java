package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.simulator.workload.ChannelParameters;
import java.util.List;

/**
 * What a step of the post-processor reads beside its operands: numbers that differ from channel to
 * channel (simulator/docs/two-bit-arithmetic.md#what-the-post-processor-reads). A constant of more
 * than one value a channel is read at 16 bits a value. Constants count as what they say, not as how
 * they are written: one that is repeated along an axis is one number there.
 */
final class StepParameters {
  private static final int CONSTANT_BYTES = 2;

  private StepParameters() {}

  /**
   * Bytes that the layers of a step, first to last, have stored.
   *
   * @param channels of what is written, {@code outputBits} wide
   */
  static long bytes(Network network, List<Layer> members, int channels, List<Integer> outputBits) {
    long constants = 0;
    boolean byChannel = false;
    for (Layer member : members) {
      long values = member.asElementwise().map(e -> e.fold(new Values(network))).orElse(1L);
      byChannel |= values > 1 && values <= channels;
      constants += values > channels ? values * CONSTANT_BYTES : 0;
    }
    long conversion =
        byChannel ? (long) ChannelParameters.of(outputBits).bytesPerChannel() * channels : 0;
    return conversion + constants;
  }

  /**
   * How many different numbers a layer may have. Those of a batch normalization are trained, and
   * differ; constants stay, and where the network has none of their values they may.
   */
  private record Values(Network network) implements LayerKinds.Elementwise.Cases<Long> {
    @Override
    public Long batchNormalization(Layer.BatchNormalization layer) {
      return (long) layer.channels();
    }

    @Override
    public Long activation(Layer.Activation layer) {
      return 1L;
    }

    @Override
    public Long parametricRelu(Layer.ParametricRelu layer) {
      return numbers(layer.name() + ".slope", layer.slopeShape());
    }

    @Override
    public Long constantArithmetic(Layer.ConstantArithmetic layer) {
      return numbers(layer.name() + ".constant", layer.constantShape());
    }

    private long numbers(String key, TensorShape shape) {
      return network
          .parameters()
          .find(key)
          .map(StepParameters::numbers)
          .orElseGet(shape::elementCount);
    }
  }

  /** Elements of a constant without the axes along which it repeats itself. */
  private static long numbers(WeightTensor constant) {
    long numbers = 1;
    int stride = 1;
    for (int axis = constant.shape().rank() - 1; axis >= 0; axis--) {
      int extent = constant.shape().dim(axis);
      numbers *= differsAlong(constant.values(), extent, stride) ? extent : 1;
      stride *= extent;
    }
    return numbers;
  }

  private static boolean differsAlong(float[] values, int extent, int stride) {
    for (int i = 0; i < values.length; i++) {
      int first = i - i / stride % extent * stride;
      if (values[i] != values[first]) {
        return true;
      }
    }
    return false;
  }
}
