package dev.twobit.experiment.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.experiment.deployment.ExportRun;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.workload.LayerWorkload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose codes pass through a maximum pooling, a Split and a Concat. */
@Tag("slow")
class PassedCodesFilesTest {
  private static final TensorShape IMAGE = TensorShape.of(1, 3, 32, 32);

  private static final int IMAGES = 6;

  /** Codes half way between two that are rounded apart move logits of 50 by no more. */
  private static final double SOME_CODES = 2;

  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name + ".onnx");
    try (InputStream in =
        Objects.requireNonNull(
            PassedCodesFilesTest.class.getResourceAsStream("codes/" + name + ".onnx"))) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  private static LayerSimulation step(SimulatedModel model, String name) {
    return model.on(HardwareCatalog.load("nvdla-small-w2a2")).layers().stream()
        .filter(l -> l.workload().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"qcdq_maxpool", "cnv_maxpool", "qcdq_maxpool_requant"})
  void theConvolutionBehindThePoolingReadsTwoBits(String name) throws IOException {
    SimulatedModel model = SimulatedModel.read(file(name), 8, 8);

    LayerWorkload.Convolution convolution =
        (LayerWorkload.Convolution) step(model, "Conv_c1").workload();
    LayerWorkload.PostProcessing pooling =
        (LayerWorkload.PostProcessing) step(model, "MaxPool_mp").workload();
    assertThat(convolution.weightBits()).isEqualTo(2);
    assertThat(convolution.inputBits()).isEqualTo(2);
    assertThat(step(model, "Conv_c1").timing().cycles().macActive()).isEqualTo(3042);
    assertThat(pooling.outputBits()).containsExactly(2);
  }

  @Test
  void aFileIsItsRequantizedTwin() throws IOException {
    var hardware = HardwareCatalog.load("nvdla-small-w2a2");

    var plain = SimulatedModel.read(file("qcdq_maxpool"), 8, 8).on(hardware);
    var again = SimulatedModel.read(file("qcdq_maxpool_requant"), 8, 8).on(hardware);

    assertThat(plain.layers()).isEqualTo(again.layers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"qcdq_concat", "ort_split_requant", "qcdq_maxpool"})
  void everyPartIsReadQuantized(String name) throws IOException {
    Path file = file(name);
    QcdqFile read = QcdqImporter.read(file);
    double[] largest = new double[IMAGES];
    try (var session = OnnxRuntimeSession.open(file, Optimization.NONE, 1)) {
      for (int n = 0; n < IMAGES; n++) {
        float[] ours = read.quantization().run(read.network(), image(n));
        float[] theirs = session.run(image(n), IMAGE);
        for (int i = 0; i < ours.length; i++) {
          largest[n] = Math.max(largest[n], Math.abs(ours[i] - theirs[i]));
        }
      }
    }
    Arrays.sort(largest);
    assertThat(largest[1]).as("%s", Arrays.toString(largest)).isLessThan(1e-3);
    assertThat(largest[IMAGES - 1]).as("%s", Arrays.toString(largest)).isLessThan(SOME_CODES);
  }

  private static float[] image(long seed) {
    Random random = new Random(seed);
    float[] image = new float[(int) IMAGE.elementCount()];
    for (int i = 0; i < image.length; i++) {
      image[i] = 2 * random.nextFloat() - 1;
    }
    return image;
  }

  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void splitCodesAreExportedAndReadBack(ExportFormat format) throws IOException {
    Path out = folder.resolve("out.onnx");

    ExportRun.run(ModelSource.of(file("ort_split_requant")), new ExportRun.Target(format, out));

    assertThat(QcdqImporter.read(out).quantization().inputs())
        .isEqualTo(QcdqImporter.read(file("ort_split_requant")).quantization().inputs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          res_scales   | all layers 3x8; residual path 8 bits
          qcdq_maxpool | quantized layers 2x2; first and last layers 2x8 and 8x8
          """)
  void theLastLineSaysWhatLayersHave(String name, String expected) throws IOException {
    assertThat(SimulatedModel.read(file(name), 8, 8).precision()).isEqualTo(expected);
  }
}
