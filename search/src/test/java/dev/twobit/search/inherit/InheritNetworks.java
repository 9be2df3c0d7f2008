package dev.twobit.search.inherit;

import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.network.Parameters;
import dev.twobit.network.ScaledWidths;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.Calibration;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import dev.twobit.training.data.Normalization;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.ToIntFunction;

/** What tests of inherited weights share. */
final class InheritNetworks {
  static final Normalization NORMALIZATION = Normalization.parse("cifar", 3);

  private static final int IMAGES = 32;

  private InheritNetworks() {}

  /**
   * A network of the zoo, such as {@code vgg16/4} at a quarter of its widths, or a tiny one; with
   * weights, and batch normalization that differs from channel to channel.
   */
  static Network of(String name) {
    Network structure =
        TinyNetworks.names().contains(name) ? TinyNetworks.of(name) : zoo(name.split("/"));
    return disturbed(Initializer.initialize(structure, 5), 7);
  }

  private static Network zoo(String[] parts) {
    Network whole = ModelZoo.architecture(ModelZoo.Model.of(parts[0]), 32);
    Network canonical = NetworkCanonicalizer.canonical(whole);
    return parts.length == 1
        ? canonical
        : ScaledWidths.of(canonical, 1.0 / Integer.parseInt(parts[1]));
  }

  private static Network disturbed(Network network, long seed) {
    Random random = new Random(seed);
    Map<String, WeightTensor> changed = new HashMap<>();
    for (String key : network.parameters().keys().stream().sorted().toList()) {
      if (key.matches(".*\\.(scale|shift|mean|bias)") || key.equals("fc.weight")) {
        float[] values = network.parameters().get(key).values().clone();
        for (int i = 0; i < values.length; i++) {
          values[i] += (float) (0.4 * (random.nextDouble() - 0.4));
        }
        changed.put(key, new WeightTensor(network.parameters().get(key).shape(), values));
      }
    }
    return network.withParameters(network.parameters().with(changed));
  }

  static SearchSpace space(Network network, Coupling coupling) {
    return SearchSpace.of(
        network.withParameters(Parameters.empty()), CandidateGrid.EIGHTHS, coupling);
  }

  /** Two bits each; {@code none} in float. */
  static QuantizationScheme scheme(String weights, String activations) {
    return weights.equals("none")
        ? QuantizationScheme.none()
        : new QuantizationScheme(
            QuantizerChoice.of(weights, 2), QuantizerChoice.of(activations, 2), true);
  }

  /** Images of noise as large as a network reads. */
  static ImageDataset images(Network network) {
    TensorShape shape = network.shape(network.inputs().get(0));
    Random random = new Random(3);
    byte[] pixels = new byte[(int) shape.elementCount() * IMAGES];
    random.nextBytes(pixels);
    int[] labels = random.ints(IMAGES, 0, 5).toArray();
    return new ImagesInMemory(
        "noise", pixels, labels, shape.channels(), shape.height(), shape.width(), 5);
  }

  /** Quantized, with ranges and statistics of the images. */
  static TrainableNetwork calibrated(Network network, QuantizationScheme scheme) {
    TrainableNetwork model = TrainableNetwork.of(network, scheme);
    Calibration.of(model, images(network), NORMALIZATION, 1);
    return model;
  }

  static ChannelOrder shuffled(SearchSpace space, long seed) {
    Random random = new Random(seed);
    Map<String, double[]> scores = new HashMap<>();
    space
        .units()
        .forEach((name, unit) -> scores.put(name, random.doubles(unit.nominal()).toArray()));
    return ChannelOrder.of(space, scores);
  }

  /** A width of every unit by its nominal one, rounded down to its multiple. */
  static Map<String, Integer> widths(SearchSpace space, ToIntFunction<Integer> wanted) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    space
        .units()
        .forEach(
            (name, unit) -> {
              int multiple = unit.multiple();
              int width = wanted.applyAsInt(unit.nominal()) / multiple * multiple;
              widths.put(name, Math.max(multiple, width));
            });
    return widths;
  }
}
