package dev.twobit.onnx.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.SmallQuantized;
import dev.twobit.onnx.SmallQuantized.Levels;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.read.QcdqImporter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quantization that is wrong: one line that names file, node and what was expected. */
class HostileQuantizationTest {
  @TempDir private Path folder;

  private Path broken(ExportFormat format, Consumer<GraphProto.Builder> change) throws IOException {
    ModelProto model =
        OnnxExporter.model(
            SmallQuantized.NETWORK, SmallQuantized.of(Levels.MID_RISE, 2, false), format, Map.of());
    GraphProto.Builder graph = model.getGraph().toBuilder();
    change.accept(graph);
    Path file = folder.resolve("broken.onnx");
    Files.write(file, model.toBuilder().setGraph(graph).build().toByteArray());
    return file;
  }

  private static void refused(Path file, String... says) {
    assertThatThrownBy(() -> QcdqImporter.read(file))
        .isInstanceOf(InvalidInputException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(400))
        .hasMessageContainingAll(says);
  }

  private static TensorProto.Builder tensor(GraphProto.Builder graph, String ending) {
    return graph.getInitializerBuilderList().stream()
        .filter(t -> t.getName().endsWith(ending))
        .findFirst()
        .orElseThrow();
  }

  private static void set(TensorProto.Builder tensor, float value) {
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, value);
    tensor.setRawData(ByteString.copyFrom(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "QCDQ,.weight.step,0",
    "QCDQ,.q2.step,NaN",
    "QDQ_INT2,.weight.step,-1",
    "QDQ_INT2,.q2.step,Infinity",
    "QONNX,.quant.scale,0",
    "QONNX,.q2.scale,NaN"
  })
  void aScaleThatIsNone(ExportFormat format, String tensor, float value) throws IOException {
    refused(
        broken(format, g -> set(tensor(g, tensor), value)),
        "broken.onnx: node '",
        "scale: found " + value + ", expected finite and above 0");
  }

  @ParameterizedTest
  @CsvSource({"0", "2.5", "33", "NaN", "-2"})
  void aBitWidthThatIsNone(float bits) throws IOException {
    refused(
        broken(ExportFormat.QONNX, g -> set(tensor(g, ".quant.bitwidth"), bits)),
        "(Quant): bitwidth: found " + (double) bits);
  }

  @Test
  void codesOfNineBits() throws IOException {
    refused(
        broken(ExportFormat.QONNX, g -> set(tensor(g, ".q2.bitwidth"), 9)),
        "found codes 0 to 511, expected all of 1 to 8 bits");
  }

  @Test
  void aBitWidthThatIsComputed() throws IOException {
    Path file =
        broken(
            ExportFormat.QONNX,
            g ->
                g.getNodeBuilderList().stream()
                    .filter(n -> n.getOpType().equals("Quant"))
                    .findFirst()
                    .orElseThrow()
                    .setInput(3, SmallQuantized.NETWORK.inputs().get(0)));
    refused(file, "(Quant): bitwidth: found a tensor computed at run time, expected a constant");
  }

  @Test
  void aRoundingModeThatIsNotOurs() throws IOException {
    Path file =
        broken(
            ExportFormat.QONNX,
            g -> {
              NodeProto.Builder quant =
                  g.getNodeBuilderList().stream()
                      .filter(n -> n.getOpType().equals("Quant"))
                      .findFirst()
                      .orElseThrow();
              quant.getAttributeBuilderList().stream()
                  .filter(a -> a.getName().equals("rounding_mode"))
                  .forEach(a -> a.setS(ByteString.copyFromUtf8("FLOOR")));
            });
    refused(file, "rounding_mode: found FLOOR, expected ROUND");
  }

  @Test
  void aZeroPointOfAnotherShape() throws IOException {
    refused(
        broken(
            ExportFormat.QONNX,
            g ->
                tensor(g, ".quant.zeropt").addDims(2).setRawData(ByteString.copyFrom(new byte[8]))),
        "zeropt: found shape");
    refused(
        broken(
            ExportFormat.QCDQ,
            g -> tensor(g, ".q2.zero").addDims(3).setRawData(ByteString.copyFrom(new byte[3]))),
        "zero point: found shape");
  }

  @Test
  void aZeroPointBetweenTheCodes() throws IOException {
    refused(
        broken(ExportFormat.QONNX, g -> set(tensor(g, ".quant.zeropt"), 0.3f)),
        "zeropt: found 0.3");
  }

  @Test
  void packedDataOfAnotherLength() throws IOException {
    refused(
        broken(
            ExportFormat.QDQ_INT2,
            g -> tensor(g, ".levels").setRawData(ByteString.copyFrom(new byte[3]))),
        "found 3 bytes of data, expected");
  }

  /** Only DequantizeLinear reads what shares a byte. */
  @Test
  void packedTypesAreNoFloatWeights() throws IOException {
    Path file =
        broken(
            ExportFormat.QDQ_INT2,
            g ->
                g.getNodeBuilderList().stream()
                    .filter(n -> n.getOpType().equals("Conv"))
                    .forEach(n -> n.setInput(1, n.getInput(1) + ".levels")));
    refused(file, "element type INT2 is not supported");
  }
}
