package dev.twobit.search.supernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Network;
import dev.twobit.search.NetworkSketch;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks over channels, and the gradients of both samplers against differences. */
class MaskingTest {
  private static Map<String, Choice> masks(SearchSpace space, Map<String, Integer> genotype) {
    Map<String, Choice> choices = new LinkedHashMap<>();
    space
        .units()
        .forEach(
            (name, unit) -> {
              float[] q = new float[unit.candidates().size()];
              q[unit.candidates().indexOf(genotype.get(name))] = 1;
              choices.put(name, new Choice.Mask(unit.candidates(), Torch.tensor(q, q.length)));
            });
    return choices;
  }

  /** Channels of all widths have the same normalization there. */
  private static void shareNormalization(SearchSpace space, SuperNetWeights weights) {
    for (Map<String, Tensor> tensors : List.of(weights.trainable(), weights.buffers())) {
      for (String key : List.copyOf(tensors.keySet())) {
        if (key.contains("@")) {
          Tensor target = SuperNetWeights.get(tensors, key);
          String stem = key.substring(0, key.indexOf('@') + 1);
          String field = key.substring(key.lastIndexOf('.'));
          tensors.entrySet().stream()
              .filter(e -> e.getKey().startsWith(stem) && e.getKey().endsWith(field))
              .map(Map.Entry::getValue)
              .max((a, b) -> Long.compare(a.numel(), b.numel()))
              .ifPresent(w -> target.detach().copy_(w.narrow(0, 0, target.size(0))));
        }
      }
    }
    assertThat(space.units()).isNotEmpty();
  }

  /** One candidate alone in a mask computes what it does on the first channels alone. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void oneHotMaskIsTheSlice(int index) {
    Network network = NetworkSketch.all().get(index);
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS);
    QuantizationScheme scheme = SuperNetFixture.scheme("dorefa");
    for (boolean training : new boolean[] {true, false}) {
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        SuperNetWeights weights = SuperNetFixture.weights(space, scheme, 3);
        shareNormalization(space, weights);
        Map<String, Integer> genotype = SuperNetFixture.genotype(space, 4);
        Tensor images = SuperNetFixture.images(network, 5);
        SuperNet net = new SuperNet(space, scheme, weights);
        float[] expected =
            Torch.floats(net.forward(images, SuperNetFixture.oneHot(genotype), training));
        shareNormalization(space, weights);
        float[] actual = Torch.floats(net.forward(images, masks(space, genotype), training));
        assertThat(SuperNetFixture.difference(actual, expected))
            .as("%s, training %s", network.name(), training)
            .isLessThan(1e-5);
      }
    }
  }

  /** Gradients of logits, through the sample of a seed, against central differences. */
  @ParameterizedTest
  @EnumSource(Sampler.class)
  void logitGradientsEqualDifferences(Sampler sampler) {
    QuantizationScheme none = QuantizationScheme.none();
    for (Network network : List.of(NetworkSketch.joining(), NetworkSketch.excited())) {
      SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS);
      ArchitectureParameters architecture = ArchitectureParameters.initial(space, new Random(2));
      try (PointerScope scope = new PointerScope()) {
        SuperNetWeights weights = SuperNetFixture.weights(space, none, 3);
        SuperNet net = new SuperNet(space, none, weights);
        ArchitectureSample sample = sampler.sample(space, architecture, 2, 9, true);
        loss(net, network, sample.choices()).backward();
        Map<String, double[]> gradients = sample.logitGradients();
        double most =
            gradients.values().stream()
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
        assertThat(most).isGreaterThan(1e-2);
        for (String unit : space.units().keySet()) {
          double[] gradient = gradients.getOrDefault(unit, new double[0]);
          assertThat(Arrays.stream(gradient).sum()).isCloseTo(0, within(1e-4 * most));
          int largest = 0;
          for (int i = 0; i < gradient.length; i++) {
            largest = Math.abs(gradient[i]) > Math.abs(gradient[largest]) ? i : largest;
          }
          double difference = difference(net, network, sample, unit, largest);
          assertThat(gradient[largest])
              .as("%s %s", network.name(), unit)
              .isCloseTo(difference, within(0.03 * Math.abs(difference) + 0.01 * most));
        }
      }
    }
  }

  private static Tensor loss(SuperNet net, Network network, Map<String, Choice> choices) {
    Tensor logits = net.forward(SuperNetFixture.images(network, 5), choices, false);
    return logits.to(torch.ScalarType.Double).square().sum().mul(Torch.scalar(1000));
  }

  /** With the noise of the sample, one logit a little larger and smaller. */
  private static double difference(
      SuperNet net, Network network, ArchitectureSample sample, String unit, int logit) {
    double step = 2e-2;
    double[] at = new double[2];
    for (int s = 0; s < 2; s++) {
      double moved = (s == 0 ? step : -step) / sample.temperature();
      Map<String, Choice> choices = new LinkedHashMap<>(sample.choices());
      choices.put(unit, moved(sample, unit, logit, moved));
      try (NoGradGuard guard = new NoGradGuard()) {
        at[s] = loss(net, network, choices).item_double();
      }
    }
    return (at[0] - at[1]) / (2 * step);
  }

  private static Choice moved(ArchitectureSample sample, String unit, int logit, double by) {
    Choice choice = sample.choices().get(unit);
    PairSampler.Pair drawn = sample.pairs().get(unit);
    if (choice instanceof Choice.Mask m) {
      return new Choice.Mask(m.candidates(), reweighted(m.weights(), logit, by));
    }
    if (choice instanceof Choice.Pair pair && drawn != null) {
      return new Choice.Pair(
          pair.firstWidth(),
          pair.secondWidth(),
          reweighted(pair.pairWeights(), logit == drawn.first() ? 0 : 1, by));
    }
    throw new IllegalStateException("nothing was drawn for " + unit);
  }

  /** Softmax weights after one of what they are of has moved. */
  private static Tensor reweighted(Tensor weights, int index, double by) {
    float[] w = Torch.floats(weights);
    w[index] *= (float) Math.exp(by);
    float sum = 0;
    for (float v : w) {
      sum += v;
    }
    for (int i = 0; i < w.length; i++) {
      w[i] /= sum;
    }
    return Torch.tensor(w, w.length);
  }
}
