package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.SupportCheck;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.reference.ReferenceExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator in every spelling: imported and run in plain Java it equals ONNX Runtime on the
 * file as it is; exported, ONNX Runtime on the export equals it too, for another batch as well.
 */
public class OperatorDifferenceTest {
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path folder;

  public static Stream<OneOperator> cases() {
    return Stream.of(
            OperatorCases.convolutions(),
            OperatorCases.matrices(),
            OperatorCases.activations(),
            OperatorCases.poolings(),
            OperatorCases.arithmetic(),
            MovementCases.movements(),
            ResizeCases.resizes(),
            MovementCases.shapes(),
            MovementCases.channelsLast())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsOnnxRuntime(OneOperator one) throws IOException {
    byte[] model = one.model().toByteArray();
    Path file = folder.resolve("one.onnx");
    Files.write(file, model);

    Network network = OnnxImporter.read(file);

    SupportCheck.requireSupported(network);
    byte[] export =
        OnnxExporter.bytes(network, NetworkQuantization.none(), ExportFormat.QCDQ, Map.of());
    try (var original = session(model);
        var exported = session(export)) {
      float[] expected = original.run(one.input(1), one.in());
      assertClose(ReferenceExecutor.run(network, one.input(1)), expected);
      assertClose(exported.run(one.input(1), one.in()), expected);
      if (one.openBatch()) {
        List<Integer> two = new ArrayList<>(one.in().dims());
        two.set(0, 2);
        TensorShape shape = new TensorShape(two);
        assertClose(exported.run(one.input(2), shape), original.run(one.input(2), shape));
      }
    }
  }

  /** What cancels is gone: one transpose in front and none behind is left of the file's nine. */
  @Test
  void transposesOfChannelsLastCancel() throws IOException {
    List<Long> left = new ArrayList<>();
    for (OneOperator one : MovementCases.channelsLast()) {
      Path file = folder.resolve("one.onnx");
      Files.write(file, one.model().toByteArray());
      left.add(
          OnnxImporter.read(file).layers().stream()
              .filter(Layer.Transpose.class::isInstance)
              .count());
    }
    assertThat(left).containsExactly(1L, 0L, 2L);
  }

  private static OnnxRuntimeSession session(byte[] model) {
    return OnnxRuntimeSession.of(model, "one", OnnxRuntimeSession.Optimization.NONE, 1);
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 1;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("element %d", i)
          .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(TOLERANCE * largest));
    }
  }
}
