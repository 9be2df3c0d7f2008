package dev.twobit.search.supernet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.ChannelDependencies;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.RandomNetworks;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random networks, whose channels are tied, moved, split, joined and padded: the super-net at
 * nominal widths is the network itself, and at others the network of these widths whose sums pad
 * the narrower operand, under every coupling.
 */
@Tag("slow")
class SuperNetRandomNetworksTest {
  /** Networks a run; {@code -Dtwobit.randomNetworks=1000} for more. */
  private static final int NETWORKS = Integer.getInteger("twobit.randomNetworks", 30);

  private static final double TOLERANCE = 1e-4;

  static LongStream seeds() {
    return LongStream.range(0, NETWORKS)
        .filter(seed -> isTrained(RandomNetworks.network(seed)))
        .filter(seed -> isSearched(RandomNetworks.network(seed)));
  }

  /** A slope for each channel cannot be. */
  private static boolean isTrained(Network network) {
    return network.layers().stream().noneMatch(Layer.ParametricRelu.class::isInstance);
  }

  private static boolean isSearched(Network network) {
    return !ChannelDependencies.tied(network).groups().isEmpty()
        && !ChannelDependencies.aligned(network).groups().isEmpty();
  }

  /** A test of networks that cannot change would say nothing. */
  @Test
  void mostOfThemAreSearched() {
    assertThat(seeds().count()).isGreaterThan(NETWORKS / 2);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void superNetComputesWhatTheNetworkDoes(long seed) {
    Network network = RandomNetworks.network(seed);
    for (Coupling coupling : Coupling.values()) {
      SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS, coupling);
      Map<String, Integer> nominal = new LinkedHashMap<>();
      space.units().forEach((name, unit) -> nominal.put(name, unit.nominal()));
      requireSame(space, nominal, network, seed);
      Map<String, Integer> drawn = SuperNetFixture.genotype(space, seed);
      requireSame(space, drawn, SuperNetFixture.padded(space, drawn), seed);
    }
  }

  private static void requireSame(
      SearchSpace space, Map<String, Integer> genotype, Network structure, long seed) {
    QuantizationScheme scheme = SuperNetFixture.scheme(seed % 2 == 0 ? "none" : "dorefa");
    for (boolean training : new boolean[] {true, false}) {
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        SuperNetWeights weights = SuperNetFixture.weights(space, scheme, seed);
        Tensor images = SuperNetFixture.images(space.network(), seed);
        float[] expected =
            Torch.floats(
                new SuperNetPart(weights, genotype)
                    .carryingStatistics(structure, scheme, 7)
                    .forward(images, training));
        float[] actual =
            Torch.floats(
                new SuperNet(space, scheme, weights)
                    .forward(images, SuperNetFixture.oneHot(genotype), training));
        assertThat(SuperNetFixture.difference(actual, expected))
            .as("%s %s training %s", space.coupling(), genotype, training)
            .isLessThan(TOLERANCE);
      }
    }
  }
}
