package dev.twobit.onnx.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.CostSummary;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.SharedModels;
import dev.twobit.onnx.SharedModelsTest;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.reference.ReferenceExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxExporterTest {
  @TempDir private Path folder;

  /**
   * What is read from the export is what was exported, and ONNX Runtime runs both files alike; the
   * first one as {@link ReferenceExecutor} does, on this very input (SharedModelsTest).
   */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("dev.twobit.onnx.SharedModelsTest#executableRows")
  void everyNetworkComesBackAsItWas(SharedModelsTest.Row row) throws IOException {
    Path original = SharedModels.model(row.path());
    Network network = OnnxImporter.read(original);
    Path file = folder.resolve("export.onnx");

    OnnxExporter.write(network, file);

    Network again = OnnxImporter.read(file);
    assertThat(CostSummary.of(again).macs()).isEqualTo(CostSummary.of(network).macs());
    assertThat(CostSummary.of(again).params()).isEqualTo(CostSummary.of(network).params());
    assertThat(withoutSoftmax(again)).isEqualTo(withoutSoftmax(network));
    assertThat(again.shapes()).containsAllEntriesOf(network.shapes());
    assertThat(again.dynamicBatch()).isEqualTo(network.dynamicBatch());
    TensorShape shape = network.shape(network.inputs().get(0));
    float[] input = SharedModelsTest.input(shape);
    assertThat(
            SharedModelsTest.relativeDifference(
                onnxRuntime(file, input, shape), onnxRuntime(original, input, shape)))
        .isLessThan(1e-4);
  }

  /** A softmax over several axes is written as three nodes since opset 13. */
  private static List<Layer> withoutSoftmax(Network network) {
    return network.layers().stream()
        .filter(l -> !(l instanceof Layer.Softmax || l instanceof Layer.Reshape))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Layer.Function.class)
  void everyActivationFunction(Layer.Function function) throws IOException {
    double alpha = function == Layer.Function.CLIP ? -0.5 : 0.2;
    assertThatOneLayerAgrees(
        new Layer.Activation("layer", "x", "y", function, alpha, 0.5), Map.of());
  }

  @ParameterizedTest
  @EnumSource(Layer.ConstantOperation.class)
  void everyConstantOperation(Layer.ConstantOperation operation) throws IOException {
    WeightTensor constant = new WeightTensor(TensorShape.of(1, 4, 1, 1), new float[] {2, 3, 1, 4});
    assertThatOneLayerAgrees(
        new Layer.ConstantArithmetic("layer", "x", "y", operation, constant.shape()),
        Map.of("layer.constant", constant));
  }

  @Test
  void aSliceBackToTheFirstElement() throws IOException {
    assertThatOneLayerAgrees(
        new Layer.Slice(
            "layer", "x", "y", List.of(0, 3, 0, 0), List.of(1, -1, 6, 6), List.of(1, -1, 1, 1)),
        Map.of());
  }

  @Test
  void aSoftmaxOverAllAxes() throws IOException {
    assertThatOneLayerAgrees(new Layer.Softmax("layer", "x", "y", 1, true, false), Map.of());
  }

  @Test
  void aProductOfThree() throws IOException {
    assertThatOneLayerAgrees(new Layer.Multiply("layer", List.of("x", "x", "x"), "y"), Map.of());
  }

  @Test
  void aNetworkWithoutWeightsIsRefusedAndNothingIsWritten() {
    Network network = oneLayer(new Layer.BatchNormalization("layer", "x", "y", 4, 1e-5), Map.of());
    Path file = folder.resolve("none.onnx");

    assertThatThrownBy(() -> OnnxExporter.write(network, file)).hasMessageContaining("layer.scale");
    assertThat(folder).isEmptyDirectory();
  }

  /** From (1,4,6,6) to the same. */
  private static Network oneLayer(Layer layer, Map<String, WeightTensor> parameters) {
    TensorShape shape = TensorShape.of(1, 4, 6, 6);
    return new Network(
        "one layer",
        List.of("x"),
        List.of("y"),
        List.of(layer),
        Map.of("x", shape, "y", shape),
        Parameters.of(parameters),
        false);
  }

  private void assertThatOneLayerAgrees(Layer layer, Map<String, WeightTensor> parameters)
      throws IOException {
    Network network = oneLayer(layer, parameters);
    Path file = folder.resolve("layer.onnx");
    OnnxExporter.write(network, file);
    assertThatOnnxRuntimeAgrees(network, file);
  }

  private static void assertThatOnnxRuntimeAgrees(Network network, Path file) {
    TensorShape shape = network.shape(network.inputs().get(0));
    Random random = new Random(11);
    float[] input = new float[(int) shape.elementCount()];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) Math.abs(random.nextGaussian()) + 0.1f;
    }
    assertThat(
            SharedModelsTest.relativeDifference(
                ReferenceExecutor.run(network, input), onnxRuntime(file, input, shape)))
        .isLessThan(1e-4);
  }

  private static float[] onnxRuntime(Path file, float[] input, TensorShape shape) {
    try (var session = OnnxRuntimeSession.open(file, OnnxRuntimeSession.Optimization.BASIC, 2)) {
      return session.run(input, shape);
    }
  }
}
