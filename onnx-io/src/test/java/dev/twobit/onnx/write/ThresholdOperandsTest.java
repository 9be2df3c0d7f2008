package dev.twobit.onnx.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.read.QcdqImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file with thresholds counts as the form does, at the thresholds and next to them. */
class ThresholdOperandsTest {
  private static final int COUNT = 12;

  @TempDir Path folder;

  /** One channel that is read as it is: a convolution by one. */
  private static Network identity() {
    Layer conv = new Layer.Convolution("conv", "x", "y", 1, 1, Window.square(1, 1, 0), 1, false);
    TensorShape plane = TensorShape.of(1, 1, 1, COUNT);
    return new Network(
        "identity",
        List.of("x"),
        List.of("y"),
        List.of(conv),
        Map.of("x", plane, "y", plane),
        Parameters.of(
            Map.of("conv.weight", new WeightTensor(TensorShape.of(1, 1, 1, 1), new float[] {1}))),
        false);
  }

  private static float[] around(List<Float> thresholds) {
    float[] x = new float[COUNT];
    x[0] = -3;
    x[1] = 1e6f;
    for (int i = 0; i < thresholds.size(); i++) {
      float t = thresholds.get(i);
      x[3 * i + 2] = Math.nextDown(t);
      x[3 * i + 3] = t;
      x[3 * i + 4] = Math.nextUp(t);
    }
    return x;
  }

  @Test
  void onnxRuntimeAndTheReaderAgreeAtTheThresholds() throws IOException {
    Random random = new Random(4);
    for (int run = 0; run < 6; run++) {
      float first = (float) Math.pow(10, -4 + 5 * random.nextDouble());
      float second = first + random.nextFloat() + 1e-3f;
      List<Float> thresholds = List.of(first, second, second + 0.01f + 7 * random.nextFloat());
      Activations form =
          new Activations(0.1f + random.nextFloat(), 2, false).withThresholds(thresholds);
      NetworkQuantization quantization =
          new NetworkQuantization(Map.of(), Map.of("conv", List.of(form)));
      float[] x = around(thresholds);
      float[] expected = quantization.run(identity(), x);
      assertThat(expected[1]).isEqualTo(3 * form.step());
      assertThat(expected[3]).as("a threshold itself").isZero();
      assertThat(expected[4]).as("just above it").isEqualTo(form.step());
      for (ExportFormat format : ExportFormat.values()) {
        byte[] bytes = OnnxExporter.bytes(identity(), quantization, format, Map.of());
        Path file = folder.resolve(run + format.text() + ".onnx");
        Files.write(file, bytes);
        assertThat(QcdqImporter.read(file).quantization().inputs())
            .isEqualTo(quantization.inputs());
        if (format != ExportFormat.QONNX) {
          for (Optimization level : Optimization.values()) {
            try (OnnxRuntimeSession session =
                OnnxRuntimeSession.of(bytes, "thresholds", level, 1)) {
              assertThat(session.run(x, TensorShape.of(1, 1, 1, COUNT)))
                  .as("%s %s %s", format.text(), level, thresholds)
                  .containsExactly(expected);
            }
          }
        }
      }
    }
  }

  @Test
  void thresholdsThatDoNotAscendAreNoForm() {
    Activations form = new Activations(1, 2, false);
    assertThatThrownBy(() -> form.withThresholds(List.of(1f, 1f, 2f)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> form.withThresholds(List.of(1f, 2f)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> form.withThresholds(List.of(0f, 1f, 2f)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
