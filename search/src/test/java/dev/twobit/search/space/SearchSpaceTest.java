package dev.twobit.search.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.CostSummary;
import dev.twobit.network.FixedWidth;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WidthAdapter;
import dev.twobit.network.Window;
import dev.twobit.onnx.SharedModels;
import dev.twobit.onnx.read.OnnxImporter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SearchSpaceTest {
  private static SearchSpace space(Model model, Coupling coupling) {
    return SearchSpace.of(
        ModelZoo.architecture(model, model.imageSize()), CandidateGrid.TAS, coupling);
  }

  private static int members(SearchSpace space) {
    return space.units().values().stream().mapToInt(u -> u.members().size()).sum();
  }

  /**
   * search/docs/methods.md#search-space: 7, 19, 17 and 49 searched convolutions of the ResNets
   * under align.
   */
  @ParameterizedTest
  @CsvSource({
    "RESNET8, 7, 6, 9, 0",
    "RESNET20, 19, 12, 21, 0",
    "RESNET18, 17, 12, 20, 0",
    "RESNET50, 49, 37, 53, 0",
    "VGG16, 13, 13, 13, 0",
    "MOBILENET_V1, 14, 14, 27, 0",
    "MOBILENET_V2, 35, 25, 52, 0",
    "SQUEEZENET, 25, 25, 25, 1",
    "INCEPTION_V1, 57, 57, 57, 0"
  })
  void everyConvolutionIsInOneUnitOrFixed(
      Model model, int aligned, int tied, int searched, int fixed) {
    for (Coupling coupling : Coupling.values()) {
      SearchSpace space = space(model, coupling);
      assertThat(space.units()).hasSize(coupling == Coupling.TIED ? tied : aligned);
      assertThat(members(space)).isEqualTo(searched);
      assertThat(space.fixedBecause().stream().mapToInt(f -> f.layers().size()).sum())
          .isEqualTo(fixed);
      long convolutions = space.network().convolutions().size();
      assertThat(convolutions).isEqualTo(searched + fixed);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"RESNET8", "MOBILENET_V2", "SQUEEZENET", "INCEPTION_V1", "VGG16_224"})
  void derivedNetworksAreAsWideAsTheSpaceSays(Model model) {
    SearchSpace tied = space(model, Coupling.TIED);
    Random random = new Random(3);
    for (int i = 0; i < 5; i++) {
      Map<String, Integer> genotype = new HashMap<>();
      tied.units()
          .forEach(
              (name, u) ->
                  genotype.put(name, u.candidates().get(random.nextInt(u.candidates().size()))));
      Network derived = WidthAdapter.adapt(tied.network(), tied.convolutionWidths(genotype));
      assertThat(derived.layers()).hasSameSizeAs(tied.network().layers());
      for (String tensor : tied.network().shapes().keySet()) {
        assertThat(tied.width(tensor).at(genotype))
            .as(tensor)
            .isEqualTo(derived.shape(tensor).channels());
      }
    }
  }

  @Test
  void mobileNetV2UnderBoth() {
    SearchSpace align = space(Model.MOBILENET_V2, Coupling.ALIGN);
    SearchSpace tied = space(Model.MOBILENET_V2, Coupling.TIED);

    assertThat(align.unit("stage3.block2.expand.conv").members())
        .containsExactly("stage3.block2.expand.conv", "stage3.block2.depthwise.conv");
    assertThat(align.unit("stage3.block2.project.conv").members())
        .containsExactly("stage3.block2.project.conv");
    assertThat(tied.unit("stage3.block1.project.conv").members())
        .containsExactly(
            "stage3.block1.project.conv",
            "stage3.block2.project.conv",
            "stage3.block3.project.conv");
    assertThat(tied.unit("stem.conv").members())
        .containsExactly("stem.conv", "stage1.block1.depthwise.conv");

    Map<String, Integer> narrow = Map.of("stage3.block2.project.conv", 9);
    Network derived = WidthAdapter.adapt(align.network(), align.convolutionWidths(narrow));
    assertThat(derived.layer("stage3.block2.add.shortcut")).isPresent();
    assertThat(derived.layer("stage3.block3.add.shortcut")).isPresent();
    assertThat(CostSummary.of(derived).macs()).isLessThan(CostSummary.of(align.network()).macs());
  }

  @Test
  void widthsAreExpressionsOfUnits() {
    SearchSpace inception = space(Model.INCEPTION_V1, Coupling.TIED);
    Layer concat =
        inception.network().layers().stream()
            .filter(Layer.Concat.class::isInstance)
            .findFirst()
            .orElseThrow();
    TensorWidth joined = inception.width(concat.output());
    assertThat(joined)
        .isEqualTo(new TensorWidth.Sum(concat.inputs().stream().map(inception::width).toList()));
    assertThat(joined.units()).hasSize(4);

    SearchSpace vgg = space(Model.VGG16_224, Coupling.ALIGN);
    Layer first =
        vgg.network().layers().stream()
            .filter(Layer.FullyConnected.class::isInstance)
            .findFirst()
            .orElseThrow();
    String last = List.copyOf(vgg.units().keySet()).get(12);
    assertThat(vgg.width(first.input())).isEqualTo(new TensorWidth.Times(TensorWidth.of(last), 49));
    assertThat(vgg.widest(first.input())).isEqualTo(25088);
    assertThat(vgg.width(first.output())).isEqualTo(TensorWidth.fixed(4096));
  }

  /** As AlexNet: a grouped convolution that changes the width, and one that keeps it. */
  private static Network grouped(int wide) {
    return new Network(
        "grouped",
        List.of("x"),
        List.of("y"),
        List.of(
            conv("a", "x", 3, 12, 1),
            conv("b", "a", 12, wide, 4),
            conv("c", "b", wide, wide, 2),
            new Layer.Reshape("f", "c", "f", TensorShape.of(1, wide * 64)),
            new Layer.FullyConnected("y", "f", "y", wide * 64, 5, true)),
        Map.of(
            "x", TensorShape.of(1, 3, 8, 8),
            "a", TensorShape.of(1, 12, 8, 8),
            "b", TensorShape.of(1, wide, 8, 8),
            "c", TensorShape.of(1, wide, 8, 8),
            "f", TensorShape.of(1, wide * 64),
            "y", TensorShape.of(1, 5)),
        Parameters.empty(),
        false);
  }

  private static Layer conv(String name, String in, int from, int to, int groups) {
    return new Layer.Convolution(name, in, name, from, to, Window.square(3, 1, 1), groups, false);
  }

  @Test
  void candidatesOfGroupedConvolutionsAreMultiples() {
    SearchSpace space = SearchSpace.of(grouped(24), CandidateGrid.TAS, Coupling.ALIGN);

    assertThat(space.units().keySet()).containsExactly("a", "b");
    assertThat(space.unit("a").candidates()).containsExactly(4, 8, 12);
    assertThat(space.unit("b").members()).containsExactly("b", "c");
    assertThat(space.unit("b").candidates()).containsExactly(4, 8, 12, 16, 20, 24);
    assertThat(space.expanded("b").unit("b").candidates()).endsWith(24, 28);
    SearchSpace grown = space;
    for (int i = 0; i < 20; i++) {
      grown = grown.expanded("a");
    }
    assertThat(grown.unit("a").candidates()).containsExactly(4, 8, 12, 16, 20);
    WidthAdapter.adapt(space.network(), space.convolutionWidths(Map.of("a", 4, "b", 20)));
    assertThatThrownBy(() -> WidthAdapter.adapt(space.network(), Map.of("b", 22)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "grouped: node 'b': found widths of 12 and 22 channels, expected multiples of its 4"
                + " groups");
  }

  @Test
  void whatWritesTheOutputIsFixedAndNothingElseIsAnError() {
    SearchSpace squeezeNet = space(Model.SQUEEZENET, Coupling.TIED);
    assertThat(squeezeNet.fixedBecause()).hasSize(1);
    FixedWidth head = squeezeNet.fixedBecause().get(0);
    assertThat(head.layers()).containsExactly("classifier.conv");
    assertThat(head.reason()).isEqualTo("is what the network puts out");
    assertThat(head.share()).isBetween(0.24, 0.25);

    Network single =
        new Network(
            "single",
            List.of("x"),
            List.of("a"),
            List.of(conv("a", "x", 3, 12, 1)),
            Map.of("x", TensorShape.of(1, 3, 8, 8), "a", TensorShape.of(1, 12, 8, 8)),
            Parameters.empty(),
            false);
    assertThatThrownBy(() -> SearchSpace.of(single, CandidateGrid.TAS, Coupling.TIED))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "single: found no convolution whose width can change, expected at least one; a (100.0 %"
                + " of the MACs) keeps its width: 'a' is what the network puts out");
  }

  /** Units under align, units under tied, fixed convolutions under tied. */
  @ParameterizedTest
  @CsvSource({
    "torchvision/tv_mobilenet_v2_op13_fold_dynb.onnx, 35, 25, 0",
    "torchvision/tv_squeezenet1_1_op16_nofold.onnx, 25, 25, 1",
    "light/light_bvlc_alexnet.onnx, 4, 4, 0",
    "light/light_inception_v1.onnx, 57, 57, 0",
    "cifar_resnet/resnet20_cifar10_op13.onnx, 19, 9, 10",
    "mlperf_tiny/resnet8_float_autopad_op11.onnx, 7, 6, 0",
    "vnncomp/marabou_cifar10_small.onnx, 2, 2, 0"
  })
  void importedNetworks(String file, int aligned, int tied, int fixed) {
    Network network = OnnxImporter.read(SharedModels.model(file));
    SearchSpace align = SearchSpace.of(network, CandidateGrid.TAS, Coupling.ALIGN);
    SearchSpace together = SearchSpace.of(network, CandidateGrid.TAS, Coupling.TIED);

    assertThat(align.units()).hasSize(aligned);
    assertThat(together.units()).hasSize(tied);
    assertThat(together.fixedBecause().stream().mapToInt(f -> f.layers().size()).sum())
        .isEqualTo(fixed);
    Map<String, Integer> narrow = new HashMap<>();
    align.units().forEach((name, u) -> narrow.put(name, u.candidates().get(0)));
    Network derived = WidthAdapter.adapt(network, align.convolutionWidths(narrow));
    assertThat(CostSummary.of(derived).macs()).isLessThan(CostSummary.of(network).macs());
  }
}
