package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Fresh weights (search/docs/methods.md#derived-network): convolutions Kaiming-normal by fan-out
 * with ReLU gain, batch normalization scale 1 and shift 0, fully connected N(0, 0.01), biases 0. A
 * pure function of structure and seed.
 */
public final class Initializer {
  private Initializer() {}

  public static Network initialize(Network network, long seed) {
    Map<String, WeightTensor> values = new HashMap<>();
    for (Layer layer : network.layers()) {
      Random random = new Random(seed * 1_000_003L + layer.name().hashCode());
      String name = layer.name();
      if (layer instanceof Layer.Convolution c) {
        TensorShape shape = c.weightShape();
        double fanOut =
            (double) c.outputChannels()
                / c.groups()
                * c.window().kernelHeight()
                * c.window().kernelWidth();
        values.put(name + ".weight", normal(shape, Math.sqrt(2 / fanOut), random));
        values.put(name + ".bias", filled(c.outputChannels(), 0));
      } else if (layer instanceof Layer.FullyConnected f) {
        values.put(
            name + ".weight",
            normal(TensorShape.of(f.outputFeatures(), f.inputFeatures()), 0.01, random));
        values.put(name + ".bias", filled(f.outputFeatures(), 0));
      } else if (layer instanceof Layer.BatchNormalization b) {
        values.put(name + ".scale", filled(b.channels(), 1));
        values.put(name + ".shift", filled(b.channels(), 0));
        values.put(name + ".mean", filled(b.channels(), 0));
        values.put(name + ".variance", filled(b.channels(), 1));
      } else if (layer instanceof Layer.ConstantArithmetic a) {
        network
            .parameters()
            .find(a.name() + ".constant")
            .ifPresent(w -> values.put(a.name() + ".constant", w));
      }
    }
    return network.withParameters(Parameters.of(values));
  }

  /** Normal deviates with mean 0. */
  public static WeightTensor normal(TensorShape shape, double deviation, Random random) {
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return new WeightTensor(shape, values);
  }

  private static WeightTensor filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return WeightTensor.vector(values);
  }
}
