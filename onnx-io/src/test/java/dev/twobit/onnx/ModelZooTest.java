package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.CostSummary;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.reference.ReferenceExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelZooTest {
  /** The table of search/docs/methods.md#costs-as-the-paper-counts-them. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "RESNET8,    12501632,    77850, 6, 2",
    "RESNET20,   40813184,   272282, 18, 2",
    "RESNET32,   69124736,   466714, 30, 2",
    "RESNET56,  125747840,   855578, 54, 2",
    "VGG16,     313201664, 14724042, 12, 0",
    "RESNET18, 1814073344, 11689512, 16, 3",
    "RESNET50, 4089184256, 25557032, 48, 4"
  })
  void costsAndPartsAreThePapers(
      Model model, long macs, long params, int quantized, int shortcuts) {
    Network network = ModelZoo.build(model, 3, model.defaultClasses(), 1);

    CostSummary costs = CostSummary.of(network);
    assertThat(costs.macs()).isEqualTo(macs);
    assertThat(costs.params()).isEqualTo(params);
    var roles = ConvolutionRoles.of(network).values();
    assertThat(roles).filteredOn(r -> r == Role.QUANTIZED).hasSize(quantized);
    assertThat(roles).filteredOn(r -> r == Role.SHORTCUT).hasSize(shortcuts);
  }

  /**
   * PARAMs: num_params of torchvision's weights (resnet50, mobilenet_v2, squeezenet1_1, googlenet,
   * vgg16) and trainable parameters of keras.applications MobileNet. MACs: _ops of the same
   * torchvision weights, in billions; arXiv 1704.04861 table 4 (569 million); NVIDIA's sheet of
   * ResNet-50 v1 sums to 3.896 billion, 38,535,168 of them in a layer to which it gives 256
   * channels instead of 64.
   */
  @ParameterizedTest
  @CsvSource({
    "RESNET50_V1,  3857973248,  25557032, 3.858",
    "MOBILENET_V1,  568740352,   4231976, 0.569",
    "MOBILENET_V2,  300774272,   3504872, 0.301",
    "SQUEEZENET,    349151936,   1235496, 0.349",
    "INCEPTION_V1, 1498376192,   6624904, 1.498",
    "VGG16_224,   15470264320, 138357544, 15.47"
  })
  void costsAreThePublishedOnes(Model model, long macs, long params, double published) {
    CostSummary costs = CostSummary.of(ModelZoo.architecture(model, 224));

    assertThat(costs.macs()).isEqualTo(macs);
    assertThat(costs.params()).isEqualTo(params);
    assertThat(costs.macs() * 1e-9).isCloseTo(published, within(published > 10 ? 0.005 : 0.0005));
  }

  /** Other networks' weights at 299 pixels are the same, their MACs are not. */
  @Test
  void anotherImageSizeCostsOtherMacsAndTheSameParams() {
    CostSummary costs = CostSummary.of(ModelZoo.architecture(Model.RESNET50_V1, 299));
    assertThat(costs.params()).isEqualTo(25_557_032);
    assertThat(costs.macs() * 1e-9).isBetween(6.8, 7.3);
    assertThatThrownBy(() -> ModelZoo.architecture(Model.SQUEEZENET, 8))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected a larger image");
    assertThatThrownBy(() -> ModelZoo.architecture(Model.RESNET20, 5000))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found an image of 5000 pixels, expected 1 to 4096");
  }

  /** Layers, depthwise and concatenated ones too, survive the file, and ONNX Runtime agrees. */
  @Tag("slow")
  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"RESNET50_V1", "MOBILENET_V1", "MOBILENET_V2", "SQUEEZENET", "INCEPTION_V1"})
  void newNetworksRunAlikeInOnnxRuntime(Model model, @TempDir Path folder) throws IOException {
    int size = model == Model.SQUEEZENET || model == Model.INCEPTION_V1 ? 48 : 32;
    Network network = ModelZoo.build(model, 3, 10, size, 7);
    Path file = folder.resolve("network.onnx");
    OnnxExporter.write(network, file);
    assertThat(OnnxImporter.read(file).layers()).isEqualTo(network.layers());
    try (var session = OnnxRuntimeSession.open(file)) {
      float[] image = gaussian(3 * size * size);
      float[] judged = session.run(image, TensorShape.of(1, 3, size, size));
      assertThat(SharedModelsTest.relativeDifference(ReferenceExecutor.run(network, image), judged))
          .isLessThan(1e-4);
    }
  }

  @Test
  void theFileIsTheNetworkAndTheSameForASeed(@TempDir Path folder) throws IOException {
    Path first = folder.resolve("a.onnx");
    Path second = folder.resolve("b.onnx");
    Network network = ModelZoo.build(Model.RESNET8, 1, 10, 5);

    OnnxExporter.write(network, first);
    OnnxExporter.write(ModelZoo.build(Model.RESNET8, 1, 10, 5), second);

    assertThat(first).hasSameBinaryContentAs(second);
    OnnxExporter.write(ModelZoo.build(Model.RESNET8, 1, 10, 6), second);
    assertThat(Files.mismatch(first, second)).isNotNegative();
    assertThat(OnnxImporter.read(first).layers()).isEqualTo(network.layers());
    try (var session = OnnxRuntimeSession.open(first)) {
      float[] images = gaussian(2 * 32 * 32);
      float[] batch = session.run(images, TensorShape.of(2, 1, 32, 32));
      float[] alone = ReferenceExecutor.run(network, Arrays.copyOf(images, 32 * 32));
      assertThat(SharedModelsTest.relativeDifference(alone, Arrays.copyOf(batch, 10)))
          .isLessThan(1e-4);
    }
  }

  private static float[] gaussian(int count) {
    Random random = new Random(3);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void unknownNamesAndImpossibleSizesAreRefused() {
    assertThatThrownBy(() -> Model.of("resnet21"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'resnet21'")
        .hasMessageContaining("resnet20");
    assertThatThrownBy(() -> ModelZoo.build(Model.VGG16, 0, 10, 1))
        .isInstanceOf(InvalidInputException.class);
  }
}
