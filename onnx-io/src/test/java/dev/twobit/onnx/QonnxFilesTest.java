package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.SupportCheck;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that Brevitas wrote. */
class QonnxFilesTest {
  @TempDir private Path folder;

  @Test
  void theTfcOfTwoBitsIsReadAndWrittenAsQcdq() throws IOException {
    QcdqFile read = QcdqImporter.read(SharedModels.model("qonnx/mnist_TFC_2W2A.onnx"));

    assertThat(read.format()).isEqualTo(ExportFormat.QONNX);
    assertThat(SupportCheck.unsupported(read.network())).isEmpty();
    assertThat(read.quantization().weights()).hasSize(4);
    read.quantization()
        .weights()
        .values()
        .forEach(
            w -> {
              for (short level : w.levels()) {
                assertThat(level).isBetween((short) -1, (short) 1);
              }
            });
    assertThat(read.quantization().inputs().values())
        .hasSize(4)
        .allMatch(f -> f.size() == 1 && isTernary(f.get(0)));

    Path qcdq = folder.resolve("qcdq.onnx");
    OnnxExporter.write(read.network(), read.quantization(), qcdq);
    float[] image = new float[28 * 28];
    for (int i = 0; i < image.length; i++) {
      image[i] = i * 37 % 101 / 100f;
    }
    try (var session = OnnxRuntimeSession.open(qcdq)) {
      assertThat(
              SharedModelsTest.relativeDifference(
                  read.quantization().run(read.network(), image),
                  session.run(image, TensorShape.of(1, 1, 28, 28))))
          .isLessThan(1e-4);
    }
    assertThat(QcdqImporter.read(qcdq).quantization().inputs())
        .isEqualTo(Map.copyOf(read.quantization().inputs()));
  }

  private static boolean isTernary(Activations form) {
    return form.leastCode() == -1 && form.mostCode() == 1 && form.bits() == 2;
  }
}
