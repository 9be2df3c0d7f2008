package dev.twobit.search.supernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuperNetTest {
  private static final int IMAGES = 4;
  private static final QuantizationScheme TWO_BITS =
      new QuantizationScheme(
          QuantizerChoice.of("dorefa", 2),
          new QuantizerChoice("pact", 2, Map.of("init", "4")),
          false);

  private final Network network = ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 1);
  private final SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS);

  private static Tensor images() {
    Random random = new Random(1);
    float[] x = new float[IMAGES * 32 * 32];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return Torch.tensor(x, IMAGES, 1, 32, 32);
  }

  /** Every unit at one width; blocks of a stage alike, so that no shortcut is inserted. */
  private static Map<String, Choice> choices(
      SearchSpace space, int first, int second, Tensor weights) {
    Map<String, Choice> choices = new LinkedHashMap<>();
    space
        .units()
        .forEach(
            (name, unit) ->
                choices.put(
                    name,
                    new Choice.Pair(
                        unit.candidates().get(first), unit.candidates().get(second), weights)));
    return choices;
  }

  private static Tensor pair(float weight) {
    return Torch.tensor(new float[] {weight, 1 - weight}, 2);
  }

  /** DoReFa's maximum is in every slice, so slicing before or after makes no difference. */
  private static void carryStatistics(SuperNetWeights weights) {
    weights
        .trainable()
        .forEach(
            (key, tensor) -> {
              if (key.endsWith(".weight") && tensor.dim() == 4) {
                tensor.detach().narrow(0, 0, 1).narrow(1, 0, 1).fill_(Torch.scalar(1.5));
              }
            });
  }

  /** All weight on one of two: the other leaves no trace if the first is the wider. */
  @Test
  void allWeightOnTheWiderEqualsIt() {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      SuperNet net = new SuperNet(space, TWO_BITS, SuperNetWeights.initial(space, TWO_BITS, 3));
      float[] alone = Torch.floats(net.forward(images(), choices(space, 6, 6, pair(1)), true));
      float[] both = Torch.floats(net.forward(images(), choices(space, 6, 2, pair(1)), true));
      requireClose(both, alone, 1e-5);
    }
  }

  /** Autograd's gradient of the pair's weights against differences, in full precision. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientOfPairWeightsEqualsFiniteDifferences(boolean training) {
    QuantizationScheme none = QuantizationScheme.none();
    try (PointerScope scope = new PointerScope()) {
      SuperNet net = new SuperNet(space, none, SuperNetWeights.initial(space, none, 3));
      Tensor p = pair(0.4f).set_requires_grad(true);
      Tensor labels = torch.arange(Torch.scalar(IMAGES)).to(torch.ScalarType.Long);
      Tensor loss =
          torch.cross_entropy_loss(
              net.forward(images(), choices(space, 7, 4, p), training), labels);
      loss.backward();
      float[] gradient = Torch.floats(p.grad());
      // With statistics of the batch every ReLU bends on its own: small steps, wide tolerance.
      double step = training ? 3e-4 : 1e-2;
      double tolerance = training ? 6e-4 : 1e-4;
      for (int i = 0; i < 2; i++) {
        double[] at = new double[2];
        for (int s = 0; s < 2; s++) {
          float[] values = {0.4f, 0.6f};
          values[i] += (float) (s == 0 ? step : -step);
          Tensor moved = Torch.tensor(values, 2);
          at[s] =
              torch
                  .cross_entropy_loss(
                      net.forward(images(), choices(space, 7, 4, moved), training)
                          .to(torch.ScalarType.Double),
                      labels)
                  .item_double();
        }
        double difference = (at[0] - at[1]) / (2 * step);
        assertThat((double) gradient[i])
            .isCloseTo(difference, within(0.02 * Math.abs(difference) + tolerance));
      }
    }
  }

  /**
   * One normalization and one mixing convolution are two normalizations, interpolated and added.
   */
  @ParameterizedTest
  @CsvSource({"7,3", "1,5", "0,6"})
  void trainingMixesAsTheFormulaDoes(int first, int second) {
    QuantizationScheme none = QuantizationScheme.none();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      SuperNetWeights weights = SuperNetWeights.initial(space, none, 3);
      var random = new Random(4);
      weights
          .trainable()
          .forEach(
              (key, tensor) -> {
                if (key.contains("@")) {
                  tensor.detach().add_(Torch.scalar(random.nextGaussian() / 4));
                }
              });
      SuperNet net = new SuperNet(space, none, weights);
      var choices = choices(space, first, second, pair(0.3f));
      float[] trained = Torch.floats(net.forward(images(), choices, true));
      weights.buffers().forEach(this::fromFirstRunningToBatch);
      requireClose(Torch.floats(net.forward(images(), choices, false)), trained, 1e-4);
    }
  }

  /** Running statistics after one pass from mean 0 and variance 1, made those of the pass. */
  private void fromFirstRunningToBatch(String key, Tensor running) {
    if (!key.contains("@")) {
      return;
    }
    boolean variance = key.endsWith(".variance");
    String layer = key.substring(0, key.indexOf('@'));
    var shape =
        network.layers().stream()
            .filter(l -> l.name().equals(layer))
            .map(l -> network.shape(l.output()))
            .findFirst()
            .orElseThrow();
    double count = (double) IMAGES * shape.dim(2) * shape.dim(3);
    running.sub_(Torch.scalar(variance ? 0.9 : 0)).mul_(Torch.scalar(10));
    if (variance) {
      running.mul_(Torch.scalar((count - 1) / count));
    }
  }

  /** Statistics unchanged by the new entries: the function of old candidates is preserved. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 6})
  void growthPreservesWhatOldCandidatesCompute(int unitIndex) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      SuperNetWeights weights = SuperNetWeights.initial(space, TWO_BITS, 3);
      carryStatistics(weights);
      String unit = java.util.List.copyOf(space.units().keySet()).get(unitIndex);
      SearchSpace larger = space.expanded(unit);
      SuperNetWeights grown = weights.grownTo(larger, TWO_BITS, Growth.KAIMING, 8);
      float[] before =
          Torch.floats(
              new SuperNet(space, TWO_BITS, weights)
                  .forward(images(), choices(space, 7, 3, pair(0.3f)), false));
      float[] after =
          Torch.floats(
              new SuperNet(larger, TWO_BITS, grown)
                  .forward(images(), choices(larger, 7, 3, pair(0.3f)), false));
      requireClose(after, before, 1e-5);
      Tensor kernels = grown.trainable().get(unit + ".weight");
      assertThat(kernels).isNotNull();
      assertThat(kernels.size(0)).isEqualTo(larger.unit(unit).widest());
      assertThat(Torch.floats(kernels.detach().narrow(0, space.unit(unit).widest(), 1)))
          .doesNotContain(0f);
      Map<String, Choice> widest = choices(larger, 7, 3, pair(0.5f));
      int width = larger.unit(unit).widest();
      widest.put(unit, new Choice.Pair(width, space.unit(unit).widest(), pair(0.5f)));
      float[] logits =
          Torch.floats(new SuperNet(larger, TWO_BITS, grown).forward(images(), widest, true));
      assertThat(logits).hasSize(IMAGES * 10);
      for (float logit : logits) {
        assertThat(Float.isFinite(logit)).isTrue();
      }
    }
  }

  private static void requireClose(float[] actual, float[] expected, double tolerance) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
    }
    assertThat(actual).hasSameSizeAs(expected);
    assertThat(largest).isPositive();
    assertThat(difference).isLessThan(tolerance * largest);
  }
}
