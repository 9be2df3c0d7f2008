package dev.twobit.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives back the batch normalization that an exporter folded into a convolution: quantization-aware
 * training needs one after every quantized convolution. A convolution with a bias and no batch
 * normalization behind it is taken to be a folded one; the bias becomes the shift. The evaluated
 * output is unchanged: with mean 0, variance 1 - epsilon and scale 1 the new layer adds the bias.
 */
public final class BatchNormalizationRestorer {
  private static final double EPSILON = 1e-5;

  private BatchNormalizationRestorer() {}

  /**
   * @param network with batch normalization behind every convolution that had a bias
   * @param restored names of those convolutions, for messages
   */
  public record Restoration(Network network, Set<String> restored) {
    public Restoration {
      restored = Set.copyOf(restored);
    }
  }

  public static Restoration restore(Network network) {
    Map<String, List<Layer>> consumers = network.consumers();
    List<Layer> layers = new ArrayList<>();
    Map<String, TensorShape> shapes = new HashMap<>(network.shapes());
    Map<String, WeightTensor> added = new HashMap<>();
    Set<String> restored = new TreeSet<>();
    for (Layer layer : network.layers()) {
      if (!(layer instanceof Layer.Convolution c) || !c.hasBias() || normalized(c, consumers)) {
        layers.add(layer);
        continue;
      }
      String before = c.output() + ".conv";
      shapes.put(before, network.shape(c.output()));
      layers.add(c.withBias(false).rewired(c.inputs(), before));
      String name = c.name() + ".bn";
      layers.add(
          new Layer.BatchNormalization(name, before, c.output(), c.outputChannels(), EPSILON));
      restored.add(c.name());
      network
          .parameters()
          .find(c.name() + ".bias")
          .ifPresent(bias -> added.putAll(neutral(name, bias)));
    }
    Network result = network.with(layers, shapes, network.parameters().with(added));
    return new Restoration(result, restored);
  }

  private static boolean normalized(Layer.Convolution c, Map<String, List<Layer>> consumers) {
    List<Layer> readers = consumers.getOrDefault(c.output(), List.of());
    return readers.size() == 1 && readers.get(0) instanceof Layer.BatchNormalization;
  }

  private static Map<String, WeightTensor> neutral(String name, WeightTensor bias) {
    int channels = bias.values().length;
    return Map.of(
        name + ".scale", filled(channels, 1),
        name + ".shift", WeightTensor.vector(bias.values()),
        name + ".mean", filled(channels, 0),
        name + ".variance", filled(channels, (float) (1 - EPSILON)));
  }

  private static WeightTensor filled(int channels, float value) {
    float[] values = new float[channels];
    Arrays.fill(values, value);
    return WeightTensor.vector(values);
  }
}
