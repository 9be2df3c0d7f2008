package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.CostSummary;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelZooTest {
  /** SPEC 5.1. */
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
