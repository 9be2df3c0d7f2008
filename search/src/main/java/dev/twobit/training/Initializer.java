package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
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
      values.putAll(layer.foldKind(new FreshWeights(network.parameters(), random)));
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
}
