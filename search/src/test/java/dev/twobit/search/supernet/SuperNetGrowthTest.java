package dev.twobit.search.supernet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.NetworkSketch;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What growth promises (search/docs/methods.md#expansion). */
class SuperNetGrowthTest {
  private static final double TOLERANCE = 1e-5;

  static Stream<Arguments> quantized() {
    List<Network> networks = new ArrayList<>(NetworkSketch.all());
    Network resnet = ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 16, 1);
    networks.add(resnet);
    return Stream.concat(
        networks.stream()
            .flatMap(
                n ->
                    Stream.of(
                        Arguments.of(n.name(), n, Coupling.ALIGN, "dorefa"),
                        Arguments.of(n.name(), n, Coupling.TIED, "sawb"))),
        Stream.of(Arguments.of(resnet.name(), resnet, Coupling.TIED, "wrpn:normalize=mean-std")));
  }

  /** Every second unit, twice the first of them. */
  private static SearchSpace expanded(SearchSpace space) {
    SearchSpace larger = space;
    List<String> units = List.copyOf(space.units().keySet());
    for (int i = 0; i < units.size(); i += 2) {
      larger = larger.expanded(units.get(i));
    }
    return larger.expanded(units.get(0));
  }

  private static float[] logits(SearchSpace space, SuperNet net, Map<String, Choice> choices) {
    return Torch.floats(net.forward(SuperNetFixture.images(space.network(), 5), choices, false));
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0} {2} {3}")
  @MethodSource("quantized")
  void zeroConsumerKeepsLogitsUntilAStep(
      String name, Network network, Coupling coupling, String quantizer) {
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS, coupling);
    QuantizationScheme scheme = SuperNetFixture.scheme(quantizer);
    SearchSpace larger = expanded(space);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      SuperNetWeights weights = SuperNetFixture.weights(space, scheme, 3);
      SuperNetWeights grown = weights.grownTo(larger, scheme, Growth.ZERO_CONSUMER, 8);
      Map<String, Choice> pairs =
          SuperNetFixture.pairs(space, Torch.tensor(new float[] {0.3f, 0.7f}, 2), 2);
      SuperNet before = new SuperNet(space, scheme, weights);
      SuperNet after = new SuperNet(larger, scheme, grown);
      float[] expected = logits(space, before, pairs);
      assertThat(SuperNetFixture.difference(logits(larger, after, pairs), expected))
          .as(name)
          .isLessThan(TOLERANCE);
      SuperNetWeights resumed = SuperNetWeights.initial(larger, scheme, 0);
      copy(grown.trainable(), resumed.trainable());
      copy(grown.buffers(), resumed.buffers());
      SuperNet again = new SuperNet(larger, scheme, resumed);
      assertThat(SuperNetFixture.difference(logits(larger, again, pairs), expected))
          .as("after a checkpoint")
          .isLessThan(TOLERANCE);
      after.release();
      assertThat(SuperNetFixture.difference(logits(larger, after, pairs), expected))
          .as("statistics of the grown tensors, or weights no larger than before")
          .isGreaterThan(quantizer.equals("dorefa") ? -1 : TOLERANCE);
      grown
          .buffers()
          .forEach(
              (key, tensor) -> {
                if (key.endsWith(".hidden")) {
                  assertThat(Torch.floats(tensor)).containsOnly(0f);
                }
              });
    }
  }

  private static void copy(Map<String, Tensor> from, Map<String, Tensor> to) {
    assertThat(to.keySet()).isEqualTo(from.keySet());
    to.forEach((key, tensor) -> tensor.detach().copy_(SuperNetWeights.get(from, key)));
  }

  /** Widest alone, where nothing else is added onto the new channels: as the widest was before. */
  @Tag("slow")
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "0,NET2WIDER",
    "0,OCS_SPLIT",
    "1,NET2WIDER",
    "1,OCS_SPLIT",
    "2,NET2WIDER",
    "2,OCS_SPLIT",
    "3,NET2WIDER",
    "3,OCS_SPLIT",
    "4,NET2WIDER",
    "4,OCS_SPLIT",
    "0,ZERO_CONSUMER"
  })
  void copiesKeepWhatTheWidestComputes(int index, Growth growth) {
    Network network = NetworkSketch.all().get(index);
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS, Coupling.TIED);
    QuantizationScheme none = QuantizationScheme.none();
    SearchSpace larger = expanded(space);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      SuperNetWeights weights = SuperNetFixture.weights(space, none, 3);
      SuperNetWeights grown = weights.grownTo(larger, none, growth, 8);
      float[] expected = logits(space, new SuperNet(space, none, weights), widest(space));
      float[] actual = logits(larger, new SuperNet(larger, none, grown), widest(larger));
      assertThat(SuperNetFixture.difference(actual, expected)).isLessThan(TOLERANCE);
      float[] kaiming =
          logits(
              larger,
              new SuperNet(larger, none, weights.grownTo(larger, none, Growth.KAIMING, 8)),
              widest(larger));
      assertThat(SuperNetFixture.difference(kaiming, expected)).isGreaterThan(1e-3);
    }
  }

  private static Map<String, Choice> widest(SearchSpace space) {
    return SuperNetFixture.oneHot(SuperNetWeights.widest(space));
  }

  /** In full precision there are no statistics, so old candidates compute what they did. */
  @ParameterizedTest
  @EnumSource(
      value = Growth.class,
      names = {"KAIMING", "ZERO_CONSUMER"})
  void oldCandidatesComputeWhatTheyDid(Growth growth) {
    QuantizationScheme none = QuantizationScheme.none();
    for (Network network : NetworkSketch.all()) {
      SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS);
      SearchSpace larger = expanded(space);
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        SuperNetWeights weights = SuperNetFixture.weights(space, none, 3);
        SuperNetWeights grown = weights.grownTo(larger, none, growth, 8);
        Map<String, Choice> pairs =
            SuperNetFixture.pairs(space, Torch.tensor(new float[] {0.3f, 0.7f}, 2), 4);
        float[] expected = logits(space, new SuperNet(space, none, weights), pairs);
        float[] actual = logits(larger, new SuperNet(larger, none, grown), pairs);
        assertThat(SuperNetFixture.difference(actual, expected))
            .as(network.name())
            .isLessThan(TOLERANCE);
      }
    }
  }

  /** That of a normalization of one width stays where it is, though its unit grows in groups. */
  @Test
  void momentumOfANormalizationIsKept() {
    SearchSpace space = SearchSpace.of(NetworkSketch.grouped(), CandidateGrid.TAS);
    QuantizationScheme scheme = SuperNetFixture.scheme("dorefa");
    SearchSpace larger = space.expanded("reduce");
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      SuperNetWeights weights = SuperNetFixture.weights(space, scheme, 3);
      SuperNetWeights grown = weights.grownTo(larger, scheme, Growth.KAIMING, 8);
      for (int width : space.unit("reduce").candidates()) {
        String key = "reduce.bn@" + width + ".scale";
        Tensor before = SuperNetWeights.get(weights.trainable(), key);
        Tensor velocity = torch.zeros_like(before);
        grown.moveInto(velocity, before, key);
        assertThat(Torch.floats(velocity)).isEqualTo(Torch.floats(before));
      }
    }
  }

  /** Momentum follows its weights, behind a block that has grown too; that of new ones is 0. */
  @Test
  void momentumMovesWithItsWeights() {
    SearchSpace space = SearchSpace.of(NetworkSketch.joining(), CandidateGrid.TAS);
    QuantizationScheme scheme = SuperNetFixture.scheme("dorefa");
    SearchSpace larger = space.expanded("one").expanded("one");
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      SuperNetWeights weights = SuperNetFixture.weights(space, scheme, 3);
      SuperNetWeights grown = weights.grownTo(larger, scheme, Growth.KAIMING, 8);
      int wide = larger.unit("one").widest();
      int old = space.unit("one").widest();
      Tensor velocity = torch.zeros_like(SuperNetWeights.get(grown.trainable(), "mixed.weight"));
      Tensor before = SuperNetWeights.get(weights.trainable(), "mixed.weight");
      grown.moveInto(velocity, before, "mixed.weight");
      assertThat(Torch.floats(velocity.narrow(1, 0, old)))
          .isEqualTo(Torch.floats(before.narrow(1, 0, old)));
      assertThat(Torch.floats(velocity.narrow(1, old, wide - old))).containsOnly(0f);
      assertThat(Torch.floats(velocity.narrow(1, wide, 10)))
          .isEqualTo(Torch.floats(before.narrow(1, old, 10)));
      Tensor weight = SuperNetWeights.get(grown.trainable(), "mixed.weight");
      assertThat(Torch.floats(weight.narrow(1, wide, 10)))
          .isEqualTo(Torch.floats(before.narrow(1, old, 10)));
      Tensor scale = SuperNetWeights.get(grown.trainable(), "one.bn@" + wide + ".scale");
      Tensor widest = SuperNetWeights.get(weights.trainable(), "one.bn@" + old + ".scale");
      assertThat(Torch.floats(scale.narrow(0, 0, old))).isEqualTo(Torch.floats(widest));
      assertThat(Torch.floats(scale.narrow(0, old, wide - old))).containsOnly(1f);
    }
  }

  /** New columns learn from the step in which they do not count yet. */
  @Test
  void hiddenColumnsHaveAGradient() {
    SearchSpace space = SearchSpace.of(NetworkSketch.joining(), CandidateGrid.TAS);
    QuantizationScheme scheme = SuperNetFixture.scheme("dorefa");
    SearchSpace larger = space.expanded("one");
    try (PointerScope scope = new PointerScope()) {
      SuperNetWeights grown =
          SuperNetFixture.weights(space, scheme, 3)
              .grownTo(larger, scheme, Growth.ZERO_CONSUMER, 8);
      Tensor out =
          new SuperNet(larger, scheme, grown)
              .forward(SuperNetFixture.images(space.network(), 5), widest(larger), true);
      out.square().sum().backward();
      int old = space.unit("one").widest();
      Tensor gradient = SuperNetWeights.get(grown.trainable(), "deep.weight").grad();
      assertThat(gradient.narrow(0, old, 1).abs().sum().item_float()).isZero();
      Tensor read = SuperNetWeights.get(grown.trainable(), "mixed.weight").grad();
      assertThat(read.narrow(1, old, 1).abs().sum().item_float()).isPositive();
    }
  }

  @Test
  void changeOfStatisticsIsThatOfTheQuantizedWeights() {
    SearchSpace space = SearchSpace.of(NetworkSketch.mobile(), CandidateGrid.TAS);
    QuantizationScheme scheme = SuperNetFixture.scheme("sawb");
    Map<String, Integer> narrow = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> narrow.put(name, unit.candidates().get(0)));
    try (PointerScope scope = new PointerScope()) {
      SuperNetWeights weights = SuperNetFixture.weights(space, scheme, 3);
      Map<String, Double> whole = StatisticsChange.of(weights, SuperNetWeights.widest(space));
      assertThat(whole.keySet()).isEqualTo(weights.quantizers().weights().keySet());
      assertThat(whole.values()).containsOnly(0.0);
      assertThat(StatisticsChange.of(weights, narrow).values())
          .allSatisfy(change -> assertThat(change).isBetween(1e-6, 1.0));
    }
  }
}
