package dev.twobit.search.supernet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.NetworkSketch;
import dev.twobit.search.inherit.ChannelOrder;
import dev.twobit.search.inherit.Inheritance;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A super-net that begins with a network's weights, and parts of super-nets. */
@Tag("slow")
class InheritedStartTest {
  private static final double TOLERANCE = 1e-5;

  static Stream<Arguments> networks() {
    return Stream.concat(
            NetworkSketch.all().stream(),
            Stream.of(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 16, 1)))
        .flatMap(
            n -> Stream.of(Coupling.TIED, Coupling.PADDED).map(c -> Arguments.of(n.name(), n, c)));
  }

  /** At the network's own widths its function, at others that of its first channels. */
  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("networks")
  void itComputesWhatTheInheritedNetworksDo(String name, Network network, Coupling coupling) {
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS, coupling);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      TrainableNetwork whole = disturbed(network, QuantizationScheme.none());
      SuperNetWeights weights = SuperNetWeights.initial(space, QuantizationScheme.none(), 1);
      weights.inherit(whole);
      Inheritance inheritance =
          Inheritance.of(space, whole.toNetwork(), ChannelOrder.identity(space));
      Tensor images = SuperNetFixture.images(network, 2);
      for (long seed = 0; seed < 2; seed++) {
        Map<String, Integer> widths =
            seed == 0 ? weights.widest() : SuperNetFixture.genotype(space, seed);
        float[] expected =
            Torch.floats(
                TrainableNetwork.of(inheritance.at(widths, 0), QuantizationScheme.none())
                    .forward(images, false));
        float[] actual =
            Torch.floats(
                new SuperNet(space, QuantizationScheme.none(), weights)
                    .forward(images, SuperNetFixture.oneHot(widths), false));
        assertThat(SuperNetFixture.difference(actual, expected))
            .as("%s", widths)
            .isLessThan(TOLERANCE);
      }
    }
  }

  /** Ranges of activations are the network's, too. */
  @ParameterizedTest
  @EnumSource(Coupling.class)
  void quantizedItComputesWhatTheNetworkDoes(Coupling coupling) {
    Network network = ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 16, 1);
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS, coupling);
    QuantizationScheme scheme = QuantizationScheme.pact(2, true);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      TrainableNetwork whole = disturbed(network, scheme);
      Tensor images = SuperNetFixture.images(network, 2);
      whole.forward(images, true); // ranges start from it
      SuperNetWeights weights = SuperNetWeights.initial(space, scheme, 1);
      weights.inherit(whole);
      float[] expected = Torch.floats(whole.forward(images, false));
      float[] actual =
          Torch.floats(
              new SuperNet(space, scheme, weights)
                  .forward(images, SuperNetFixture.oneHot(weights.widest()), false));
      assertThat(SuperNetFixture.difference(actual, expected)).isLessThan(TOLERANCE);
    }
  }

  /** One width of a masked super-net, and the network that is scored for it. */
  @ParameterizedTest
  @EnumSource(Sampler.class)
  void aPartIsWhatTheSuperNetWasTrainedAs(Sampler sampler) {
    Network network = ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 16, 1);
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS, Coupling.ALIGN);
    QuantizationScheme scheme = SuperNetFixture.scheme("dorefa");
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      SuperNetWeights weights = SuperNetFixture.weights(space, scheme, 4);
      Map<String, Integer> widths = SuperNetFixture.genotype(space, 5);
      Tensor images = SuperNetFixture.images(network, 2);
      ArchitectureSample alone =
          sampler.certain(space, u -> u.candidates().indexOf(widths.getOrDefault(u.name(), 0)));
      float[] expected =
          Torch.floats(new SuperNet(space, scheme, weights).forward(images, alone.choices(), true));
      float[] actual =
          Torch.floats(SuperNetPart.of(weights, sampler, widths, scheme).forward(images, true));
      assertThat(SuperNetFixture.difference(actual, expected)).isLessThan(TOLERANCE);
    }
  }

  /** Normalizations and statistics are not those they start with. */
  private static TrainableNetwork disturbed(Network network, QuantizationScheme scheme) {
    TrainableNetwork model = TrainableNetwork.of(Initializer.initialize(network, 3), scheme);
    Random random = new Random(4);
    Map<String, Tensor> all = new LinkedHashMap<>(model.trainable());
    all.putAll(model.buffers());
    all.forEach((key, tensor) -> SuperNetFixture.disturb(key, tensor, random));
    return model;
  }
}
