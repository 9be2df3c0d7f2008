package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.ChannelGroup;
import dev.twobit.network.ChannelGroup.Writer;
import dev.twobit.network.ChannelGrouping;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.onnx.read.OnnxImporter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChannelGroupingTest {
  private static Layer conv(String name, String in, String out, int from, int to, int groups) {
    return new Layer.Convolution(name, in, out, from, to, Window.square(3, 1, 1), groups, false);
  }

  /** All tensors are (1, channels, 8, 8). */
  private static Network network(Map<String, Integer> channels, Layer... layers) {
    Map<String, TensorShape> shapes = new HashMap<>();
    channels.forEach((tensor, c) -> shapes.put(tensor, TensorShape.of(1, c, 8, 8)));
    return new Network(
        "test",
        List.of("x"),
        List.of(layers[layers.length - 1].output()),
        List.of(layers),
        shapes,
        Parameters.empty(),
        false);
  }

  private static Set<Set<String>> writers(List<ChannelGroup> groups) {
    return groups.stream()
        .map(g -> g.writers().stream().map(Writer::layer).collect(Collectors.toSet()))
        .collect(Collectors.toSet());
  }

  @Test
  void aChainIsFree() {
    Network chain =
        network(
            Map.of("x", 3, "a", 4, "b", 5),
            conv("A", "x", "a", 3, 4, 1),
            conv("B", "a", "b", 4, 5, 1));

    assertThat(ChannelGrouping.of(chain))
        .containsExactly(
            new ChannelGroup(List.of(new Writer("A", 4)), List.of("B")),
            new ChannelGroup(List.of(new Writer("B", 5)), List.of()));
  }

  @Test
  void anAddTiesWhatItAdds() {
    Network residual =
        network(
            Map.of("x", 3, "a", 4, "b", 4, "c", 4, "s", 4),
            conv("A", "x", "a", 3, 4, 1),
            conv("B", "a", "b", 4, 4, 1),
            conv("C", "b", "c", 4, 4, 1),
            new Layer.Add("S", List.of("a", "c"), "s"));

    assertThat(writers(ChannelGrouping.of(residual)))
        .containsExactlyInAnyOrder(Set.of("A", "C"), Set.of("B"));
  }

  @Test
  void aDepthwiseConvolutionFollowsItsInput() {
    Network separable =
        network(
            Map.of("x", 3, "a", 4, "b", 4, "c", 6),
            conv("A", "x", "a", 3, 4, 1),
            conv("D", "a", "b", 4, 4, 4),
            conv("C", "b", "c", 4, 6, 1));

    List<ChannelGroup> groups = ChannelGrouping.of(separable);

    assertThat(writers(groups)).containsExactlyInAnyOrder(Set.of("A", "D"), Set.of("C"));
    assertThat(groups.get(0).isTied()).isTrue();
    assertThat(groups.get(0).readers()).containsExactly("D", "C");
  }

  /** A linear layer between two transposes, as ConvNeXt has it. */
  @Test
  void featuresOfTheLastAxisAreTheChannelsThatItWrites() {
    Layer linear = new Layer.FullyConnected("F", "t", "f", 4, 4, false);
    Network block =
        new Network(
            "test",
            List.of("x"),
            List.of("s"),
            List.of(
                conv("A", "x", "a", 3, 4, 1),
                new Layer.Transpose("T", "a", "t", List.of(0, 2, 3, 1)),
                linear,
                new Layer.Transpose("U", "f", "b", List.of(0, 3, 1, 2)),
                new Layer.Add("S", List.of("a", "b"), "s")),
            Map.of(
                "x", TensorShape.of(1, 3, 8, 8),
                "a", TensorShape.of(1, 4, 8, 8),
                "t", TensorShape.of(1, 8, 8, 4),
                "f", TensorShape.of(1, 8, 8, 4),
                "b", TensorShape.of(1, 4, 8, 8),
                "s", TensorShape.of(1, 4, 8, 8)),
            Parameters.empty(),
            false);

    assertThat(ChannelGrouping.of(block))
        .containsExactly(
            new ChannelGroup(List.of(new Writer("A", 4), new Writer("F", 4)), List.of("F")));
  }

  @Test
  void aConcatKeepsItsPartsApart() {
    Network fire =
        network(
            Map.of("x", 3, "a", 4, "b", 6, "c", 10, "d", 2),
            conv("A", "x", "a", 3, 4, 1),
            conv("B", "x", "b", 3, 6, 1),
            new Layer.Concat("C", List.of("a", "b"), "c", 1),
            conv("D", "c", "d", 10, 2, 1));

    List<ChannelGroup> groups = ChannelGrouping.of(fire);

    assertThat(writers(groups)).containsExactlyInAnyOrder(Set.of("A"), Set.of("B"), Set.of("D"));
    assertThat(groups.get(0).readers()).containsExactly("D");
    assertThat(groups.get(1).readers()).containsExactly("D");
  }

  @Test
  void anAddOfConcatenationsTiesThemPartByPart() {
    Network joined =
        network(
            Map.of("x", 3, "a", 4, "b", 6, "c", 10, "d", 4, "e", 6, "f", 10, "s", 10),
            conv("A", "x", "a", 3, 4, 1),
            conv("B", "x", "b", 3, 6, 1),
            new Layer.Concat("C", List.of("a", "b"), "c", 1),
            conv("D", "x", "d", 3, 4, 1),
            conv("E", "x", "e", 3, 6, 1),
            new Layer.Concat("F", List.of("d", "e"), "f", 1),
            new Layer.Add("S", List.of("c", "f"), "s"));

    assertThat(writers(ChannelGrouping.of(joined)))
        .containsExactlyInAnyOrder(Set.of("A", "D"), Set.of("B", "E"));
  }

  @Test
  void resNet20HasOneTiedGroupAStage() {
    Network resnet20 = OnnxImporter.read(SharedModels.resnet20());

    List<ChannelGroup> groups = ChannelGrouping.of(resnet20);

    assertThat(groups.stream().filter(ChannelGroup::isTied).map(g -> g.writers().size()))
        .containsExactly(4, 4, 4);
    assertThat(groups).hasSize(3 + 9 + 1);
  }

  @Tag("slow")
  @Test
  void everyWeightedLayerOfEveryNetworkIsInOneGroup() throws java.io.IOException {
    for (var row : SharedModelsTest.rows().toList()) {
      Network network = OnnxImporter.read(SharedModels.model(row.path()));
      List<String> written =
          ChannelGrouping.of(network).stream()
              .flatMap(g -> g.writers().stream())
              .map(Writer::layer)
              .toList();
      assertThat(written)
          .as(row.path())
          .containsExactlyInAnyOrderElementsOf(ConvolutionRoles.of(network).keySet());
    }
  }
}
