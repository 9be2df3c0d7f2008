package dev.twobit.search.supernet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.quantization.WeightQuantizer;
import dev.twobit.search.NetworkSketch;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With each unit at one width, the super-net is the plain network of these widths, its quantizers
 * given the statistics of the full tensors, and Adds onto the first channels.
 */
@Tag("slow")
class SuperNetEqualityTest {
  private static final double TOLERANCE = 1e-5;

  static Stream<Arguments> networks() {
    List<Network> networks = new ArrayList<>(NetworkSketch.all());
    networks.add(NetworkSketch.moving());
    networks.add(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 16, 1));
    List<Arguments> all = new ArrayList<>();
    for (Network network : networks) {
      for (Coupling coupling : Coupling.values()) {
        for (int seed = 1; seed <= 2; seed++) {
          all.add(Arguments.of(network.name(), network, coupling, seed));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} {2} seed {3}")
  @MethodSource("networks")
  void oneHotIsThePlainNetwork(String name, Network network, Coupling coupling, int seed) {
    requireThePlainNetwork(
        network, coupling, seed, SuperNetFixture.scheme(seed == 1 ? "dorefa" : "sawb"));
  }

  /** Sums and averages of the codes of the residual path, zeros behind the channels among them. */
  @ParameterizedTest
  @CsvSource({"TIED, 2", "TIED, 4", "ALIGN, 4"})
  void oneHotIsThePlainNetworkWithAQuantizedResidualPath(Coupling coupling, int bits) {
    requireThePlainNetwork(
        ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 16, 1),
        coupling,
        3,
        SuperNetFixture.scheme("sawb").withResidual(QuantizerChoice.of("lsq", bits)));
  }

  /** Layers that read what may be below zero; zeros behind the channels are code 0 of these too. */
  @ParameterizedTest
  @CsvSource({"TIED, lsq", "TIED, pact", "ALIGN, lsq", "PADDED, pact"})
  void oneHotIsThePlainNetworkWithSignedActivations(Coupling coupling, String activations) {
    QuantizationScheme scheme =
        new QuantizationScheme(
                QuantizerChoice.of("sawb", 2), QuantizerChoice.of(activations, 2), false)
            .withResidual(QuantizerChoice.of("lsq", 4));
    for (Network network : List.of(TinyNetworks.bottlenecks(), TinyNetworks.of("depthwise"))) {
      requireThePlainNetwork(network, coupling, 3, scheme);
    }
  }

  private static void requireThePlainNetwork(
      Network network, Coupling coupling, int seed, QuantizationScheme scheme) {
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS, coupling);
    for (boolean training : new boolean[] {true, false}) {
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        SuperNetWeights weights = SuperNetFixture.weights(space, scheme, seed);
        Map<String, Integer> genotype = SuperNetFixture.genotype(space, seed);
        TrainableNetwork plain =
            new SuperNetPart(weights, genotype)
                .carryingStatistics(SuperNetFixture.padded(space, genotype), scheme, 7);
        requireSameCodes(weights, plain, genotype);
        Tensor images = SuperNetFixture.images(network, seed);
        float[] expected = Torch.floats(plain.forward(images, training));
        SuperNet superNet = new SuperNet(space, scheme, weights);
        superNet.skipInitialization(); // the plain network has the steps that these weights have
        float[] actual =
            Torch.floats(superNet.forward(images, SuperNetFixture.oneHot(genotype), training));
        double difference = SuperNetFixture.difference(actual, expected);
        assertThat(difference).as("%s", genotype).isLessThan(TOLERANCE);
      }
    }
  }

  /** The integers that the plain network's weights are, and those of the full tensor there. */
  private static void requireSameCodes(
      SuperNetWeights weights, TrainableNetwork plain, Map<String, Integer> genotype) {
    WeightSlices slices = new WeightSlices(weights);
    assertThat(plain.quantizers().weights()).isNotEmpty();
    plain
        .quantizers()
        .weights()
        .forEach(
            (layer, quantizer) -> {
              String key = layer + ".weight";
              Tensor latent = SuperNetWeights.get(weights.trainable(), key);
              Tensor own = SuperNetWeights.get(plain.trainable(), key);
              WeightQuantizer.IntegerWeights part =
                  quantizer.encode(
                      own,
                      SuperNetWeights.get(plain.quantizers().statistics(), layer),
                      TensorShape.of((int) own.numel()));
              WeightQuantizer.IntegerWeights whole =
                  quantizer.encode(latent, TensorShape.of((int) latent.numel()));
              float[] levels = new float[whole.levels().length];
              for (int i = 0; i < levels.length; i++) {
                levels[i] = whole.levels()[i];
              }
              Tensor sliced =
                  slices.of(key, Torch.tensor(levels, latent.sizes().vec().get()), genotype);
              float[] expected = Torch.floats(sliced);
              assertThat(part.step()).isEqualTo(whole.step());
              for (int i = 0; i < expected.length; i++) {
                assertThat((float) part.levels()[i]).as("%s %d", key, i).isEqualTo(expected[i]);
              }
            });
  }
}
