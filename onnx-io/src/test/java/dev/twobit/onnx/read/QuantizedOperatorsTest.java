package dev.twobit.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.SupportCheck;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.GraphWriter.Attribute;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.OneOperator;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.QonnxDomain;
import dev.twobit.onnx.QuantizedCases;
import dev.twobit.onnx.QuantizedWeightCases;
import dev.twobit.onnx.write.OnnxExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Quantized operators: read and run in plain Java they equal ONNX Runtime on the file as it is;
 * written as QCDQ, ONNX Runtime on the export equals it too. QONNX, which it cannot run, is
 * compared with arithmetic by hand.
 */
class QuantizedOperatorsTest {
  @TempDir private Path folder;

  static Stream<OneOperator> cases() {
    return Stream.of(
            QuantizedCases.around(),
            QuantizedWeightCases.all(),
            QuantizedCases.integer(),
            QuantizedCases.contributed())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsOnnxRuntime(OneOperator one) throws IOException {
    byte[] model = one.model().toByteArray();
    QcdqFile read = read(model);

    SupportCheck.requireSupported(read.network());
    assertThat(read.quantization().inputs()).isNotEmpty();
    assertThat(read.network().parameters().keys())
        .as("weights of a quantized layer are levels")
        .filteredOn(key -> key.endsWith(".weight") && one.name().contains("weights"))
        .allMatch(key -> read.quantization().weights().containsKey(key.replace(".weight", "")));
    byte[] export =
        OnnxExporter.bytes(read.network(), read.quantization(), ExportFormat.QCDQ, Map.of());
    try (var original = session(model);
        var exported = session(export)) {
      float[] image = one.input(1);
      float[] expected = original.run(image, one.in());
      assertClose(read.quantization().run(read.network(), image), expected);
      assertClose(exported.run(image, one.in()), expected);
    }
  }

  /** A code half way between two may be rounded apart, and is then one off. */
  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 1;
    float least = expected[0];
    float most = expected[0];
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    assertThat(most).as("a constant output tells nothing").isGreaterThan(least);
    int apart = 0;
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs(actual[i] - expected[i]);
      assertThat(difference).as("element %d", i).isLessThan(QuantizedCases.STEP * 1.001);
      apart += difference < 1e-5 * largest ? 0 : 1;
    }
    assertThat(apart).isLessThanOrEqualTo(actual.length / 50);
  }

  @Test
  void narrowTypesKeepTheirBits() throws IOException {
    OneOperator one =
        QuantizedCases.around().stream()
            .filter(c -> c.toString().startsWith("Conv of UINT4 (5) and UINT4"))
            .findFirst()
            .orElseThrow();

    QcdqFile read = read(one.model().toByteArray());

    assertThat(read.quantization().inputs().values())
        .containsExactly(List.of(new Activations(0.3f, 4, false, false, 5)));
    for (short level : read.quantization().weights().values().iterator().next().levels()) {
      assertThat(level).isBetween((short) -8, (short) 7);
    }
  }

  /** x = 1.2, -3.9, 0.26, 10 in steps of 1/2, signed 4 bits: codes 2, -8, 1, 7. */
  @Test
  void qonnxOfFourBits() throws IOException {
    OneOperator one =
        qonnx(
            g -> {
              String x = quant(g, "x", 0.5, 0, 4, 1);
              String w = quant(g, matrix(g, 0.3f, 0.9f, -0.7f, 0.1f), 0.25, 0, 4, 1);
              g.last("MatMul", List.of(x, w)); // 0.25, 1; -0.75, 0
            });

    QcdqFile read = read(one.model().toByteArray());

    assertThat(read.format()).isEqualTo(ExportFormat.QONNX);
    assertThat(read.quantization().inputs().get("last"))
        .containsExactly(new Activations(0.5f, 4, true));
    assertThat(read.quantization().run(read.network(), new float[] {1.2f, -3.9f}))
        .containsExactly(0.25f * 1 - 0.75f * -4, 1 * 1 + 0);
    assertThat(read.quantization().run(read.network(), new float[] {0.26f, 10}))
        .containsExactly(0.25f * 0.5f - 0.75f * 3.5f, 0.5f);
  }

  /** Unsigned 3 bits about zero point 3: codes -3 to 4. Weights of one bit: their signs. */
  @Test
  void qonnxWithAZeroPointAndBipolarWeights() throws IOException {
    OneOperator one =
        qonnx(
            g -> {
              String x = quant(g, "x", 0.5, 3, 3, 0);
              String w =
                  g.foreign(
                      QonnxDomain.NAME,
                      "BipolarQuant",
                      List.of(matrix(g, 0.3f, -0.9f, 0f, -0.1f), g.scalar(2)));
              g.last("MatMul", List.of(x, w)); // 2, -2; 2, -2
            });

    QcdqFile read = read(one.model().toByteArray());

    Activations form = read.quantization().inputs().values().iterator().next().get(0);
    assertThat(form).isEqualTo(new Activations(0.5f, 3, false, false, 3));
    assertThat(form.leastCode()).isEqualTo(-3);
    assertThat(form.mostCode()).isEqualTo(4);
    assertThat(read.quantization().run(read.network(), new float[] {-9, 0.7f}))
        .containsExactly(2 * -1.5f + 2 * 0.5f, -2 * -1.5f - 2 * 0.5f);
    assertThat(read.quantization().run(read.network(), new float[] {9, 0}))
        .containsExactly(2 * 2, -2 * 2);
  }

  /** A step of 0 is a channel of zeros, as of weights of more bits. */
  @Test
  void bipolarWeightsMayHaveADeadChannel() throws IOException {
    OneOperator one =
        qonnx(
            g -> {
              String x = quant(g, "x", 0.5, 0, 4, 1);
              String w =
                  g.foreign(
                      QonnxDomain.NAME,
                      "BipolarQuant",
                      List.of(matrix(g, 0.3f, -0.9f, 0f, -0.1f), g.matrix(1, 2, 2, 0)));
              g.last("MatMul", List.of(x, w)); // 2, 0; 2, 0
            });

    QcdqFile read = read(one.model().toByteArray());

    assertThat(read.quantization().run(read.network(), new float[] {1, -1.5f}))
        .containsExactly(2 * 1 - 2 * 1.5f, 0);
  }

  /** The bits that go and stay are told; it is not run. */
  @Test
  void qonnxTruncIsNamedWithItsBits() throws IOException {
    OneOperator one =
        qonnx(
            g -> {
              List<String> inputs =
                  List.of("x", g.scalar(1), g.scalar(0), g.scalar(8), g.scalar(4));
              g.last("Relu", List.of(g.foreign(QonnxDomain.NAME, "Trunc", inputs)));
            });

    QcdqFile read = read(one.model().toByteArray());

    assertThat(SupportCheck.describe(read.network()))
        .contains("Trunc")
        .contains("from 8 to 4 bits");
  }

  private static OneOperator qonnx(java.util.function.Consumer<OneOperator.Nodes> nodes) {
    return OneOperator.fixed("QONNX", 13, TensorShape.of(1, 2), nodes);
  }

  private static String matrix(OneOperator.Nodes g, float... values) {
    return g.matrix(2, 2, values);
  }

  private static String quant(
      OneOperator.Nodes g, String x, double scale, double zero, double bits, long signed) {
    return g.foreign(
        QonnxDomain.NAME,
        "Quant",
        List.of(x, g.scalar(scale), g.scalar(zero), g.scalar(bits)),
        Attribute.of("signed", signed),
        Attribute.of("narrow", 0L),
        Attribute.of("rounding_mode", "ROUND"));
  }

  private QcdqFile read(byte[] model) throws IOException {
    Path file = folder.resolve("one.onnx");
    Files.write(file, model);
    return QcdqImporter.read(file);
  }

  private static OnnxRuntimeSession session(byte[] model) {
    return OnnxRuntimeSession.of(model, "one", OnnxRuntimeSession.Optimization.NONE, 1);
  }
}
