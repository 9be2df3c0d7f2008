package dev.twobit.search.supernet;

import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.UnequalOperands;
import dev.twobit.network.WidthAdapter;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** What tests of the super-net share. */
final class SuperNetFixture {
  static final int IMAGES = 3;

  private SuperNetFixture() {}

  static QuantizationScheme scheme(String weights) {
    return weights.equals("none")
        ? QuantizationScheme.none()
        : new QuantizationScheme(
            QuantizerChoice.parse("--weights", weights, 2),
            new QuantizerChoice("pact", 2, Map.of("init", "3")),
            false);
  }

  static Tensor images(Network network, long seed) {
    TensorShape s = network.shape(network.inputs().get(0));
    Random random = new Random(seed);
    float[] x = new float[IMAGES * (int) s.elementCount()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return Torch.tensor(x, IMAGES, s.channels(), s.height(), s.width());
  }

  /** Weights whose normalizations and biases are not those they start with. */
  static SuperNetWeights weights(SearchSpace space, QuantizationScheme scheme, long seed) {
    SuperNetWeights weights = SuperNetWeights.initial(space, scheme, seed);
    Random random = new Random(seed);
    try (NoGradGuard guard = new NoGradGuard()) {
      weights.trainable().forEach((key, tensor) -> disturb(key, tensor, random));
      weights.buffers().forEach((key, tensor) -> disturb(key, tensor, random));
    }
    return weights;
  }

  static void disturb(String key, Tensor tensor, Random random) {
    if (key.matches(".*\\.(scale|shift|mean|variance|bias)")) {
      float[] values = Torch.floats(tensor);
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (0.3 * (random.nextDouble() - 0.5));
      }
      tensor.copy_(Torch.tensor(values, values.length));
    }
  }

  static Map<String, Integer> genotype(SearchSpace space, long seed) {
    Random random = new Random(seed);
    Map<String, Integer> widths = new LinkedHashMap<>();
    space
        .units()
        .forEach(
            (name, unit) ->
                widths.put(name, unit.candidates().get(random.nextInt(unit.candidates().size()))));
    return widths;
  }

  static Map<String, Choice> oneHot(Map<String, Integer> genotype) {
    Map<String, Choice> choices = new LinkedHashMap<>();
    genotype.forEach((unit, width) -> choices.put(unit, Choice.Pair.oneHot(width)));
    return choices;
  }

  /** Different candidates for every unit that has two, weighted 0.3 and 0.7. */
  static Map<String, Choice> pairs(SearchSpace space, Tensor weights, long seed) {
    Random random = new Random(seed);
    Map<String, Choice> choices = new LinkedHashMap<>();
    space
        .units()
        .forEach(
            (name, unit) -> {
              int n = unit.candidates().size();
              int first = random.nextInt(n);
              int second = n == 1 ? 0 : (first + 1 + random.nextInt(n - 1)) % n;
              choices.put(
                  name,
                  new Choice.Pair(
                      unit.candidates().get(first), unit.candidates().get(second), weights));
            });
    return choices;
  }

  /**
   * The network of these widths in which an Add puts narrower operands onto the first channels by
   * padding them, where the derived network would have a shortcut convolution.
   */
  static Network padded(SearchSpace space, Map<String, Integer> genotype) {
    return WidthAdapter.adapt(
        space.network(), space.convolutionWidths(genotype), UnequalOperands.PADDED);
  }

  /** Largest difference as a share of the largest value. */
  static double difference(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(actual.length + " values, expected " + expected.length);
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs((double) expected[i] - actual[i]));
      if (!Float.isFinite(actual[i])) {
        throw new AssertionError("value " + i + " is " + actual[i]);
      }
    }
    if (largest == 0) {
      throw new AssertionError("all values are 0");
    }
    return difference / largest;
  }
}
