package dev.twobit.experiment.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.training.data.Normalization;
import dev.twobit.verification.DeployedNetworkVerification;
import dev.twobit.verification.SmallDeployed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network with its normalization in front computes what it does on normalized images. */
class PixelInputTest {
  private static final int VALUES = 256;

  @TempDir private Path folder;

  private static Network pixels(SmallDeployed drawn, Normalization normalization) {
    return PixelInput.of(drawn.network(), drawn.quantization(), normalization);
  }

  /** All values of a channel, in one row each. */
  private static float[] image(Network network, long seed) {
    Random random = new Random(seed);
    float[] image = new float[(int) network.shape(network.inputs().get(0)).elementCount()];
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextInt(VALUES);
    }
    return image;
  }

  private static float[] normalized(float[] pixels, int channels, Normalization normalization) {
    float[] image = new float[pixels.length];
    int plane = pixels.length / channels;
    for (int i = 0; i < image.length; i++) {
      image[i] = normalization.apply((int) pixels[i], i / plane);
    }
    return image;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar", "imagenet", "unit", "0.1,0.2,0.3/0.7,0.8,0.9", "none"})
  void logitsOfPixelsAreThoseOfNormalizedImages(String spec) throws IOException {
    SmallDeployed drawn = SmallDeployed.draw(5);
    Normalization normalization = Normalization.parse(spec, 3);
    Path file = folder.resolve("pixels.onnx");
    OnnxExporter.write(pixels(drawn, normalization), drawn.quantization(), file);
    Path plain = folder.resolve("normalized.onnx");
    OnnxExporter.write(drawn.network(), drawn.quantization(), plain);
    TensorShape shape = drawn.network().shape(drawn.network().inputs().get(0));

    try (var ofPixels = OnnxRuntimeSession.open(file);
        var ofNormalized = OnnxRuntimeSession.open(plain)) {
      for (long seed = 0; seed < 10; seed++) {
        float[] image = image(drawn.network(), seed);
        assertThat(ofPixels.run(image, shape))
            .containsExactly(ofNormalized.run(normalized(image, 3, normalization), shape));
      }
    }
  }

  /** Steps whose ties lie on values: of 768 values some round another way in float32. */
  @Test
  void everyValueKeepsItsCode() {
    SmallDeployed drawn = SmallDeployed.draw(5);
    Network network = drawn.network();
    String first =
        network.consumers().getOrDefault(network.inputs().get(0), List.of()).get(0).name();
    int moved = 0;
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Normalization normalization =
          Normalization.parse(
              random.nextDouble() + ",0.5,0.4/" + (0.1 + random.nextDouble()) + ",0.3,0.2", 3);
      // A tie at the value itself: both ways of rounding are one unit in the last place away.
      float tie = Math.abs(normalization.apply(random.nextInt(VALUES), 0));
      Activations form = new Activations(tie / (random.nextInt(60) + 0.5f), 8, true);
      NetworkQuantization quantization =
          new NetworkQuantization(Map.of(), Map.of(first, List.of(form)));

      Network made = PixelInput.of(network, quantization, normalization);

      float[] mean = constant(made, "twobit.pixels.mean");
      float[] deviation = constant(made, "twobit.pixels.deviation");
      moved += mean[0] == (float) (255 * normalization.mean()[0]) ? 0 : 1;
      for (int c = 0; c < 3; c++) {
        for (int v = 0; v < VALUES; v++) {
          float asked = normalization.apply(v, c);
          float here = (v - mean[c]) / deviation[c];
          assertThat(code(form, here))
              .as("value %d of channel %d", v, c)
              .isEqualTo(code(form, asked));
        }
      }
    }
    assertThat(moved).as("constants that had to be moved").isPositive();
  }

  private static float[] constant(Network network, String layer) {
    return network.parameters().get(layer + ".constant").values();
  }

  private static float code(Activations form, float value) {
    return form.apply(WeightTensor.vector(value)).values()[0];
  }

  @Test
  void whatIsPutInFrontCanBeTakenAway() {
    SmallDeployed drawn = SmallDeployed.draw(5);

    for (String spec : List.of("cifar", "unit", "none")) {
      Network made = pixels(drawn, Normalization.parse(spec, 3));

      assertThat(PixelInput.without(made).layers()).isEqualTo(drawn.network().layers());
    }
  }

  /** Of the image too, which the integers have in no step. */
  @Test
  void allCodesOfAFileOfPixelsAreCompared() throws IOException {
    SmallDeployed drawn = SmallDeployed.draw(5);
    Path file = folder.resolve("pixels.onnx");
    OnnxExporter.write(pixels(drawn, Normalization.parse("cifar", 3)), drawn.quantization(), file);
    QcdqFile read = QcdqImporter.read(file);

    DeployedNetworkVerification result =
        DeployedNetworkVerification.againstOnnxRuntime(
            read, ModelSource.of(file), i -> image(read.network(), i), 4, 1, i -> {});

    assertThat(result.comparedTensors()).isEqualTo(result.codeTensors());
    assertThat(result.passed()).isTrue();
  }

  @Test
  void aFileOfPixelsIsNotNormalizedTwice() {
    Map<String, String> pixels = Map.of(StatedInput.KEY, StatedInput.PIXELS);
    Map<String, String> stated = Map.of(StatedInput.NORMALIZATION, "cifar");

    assertThat(StatedInput.normalization("a.onnx", pixels, "auto")).isEqualTo("none");
    assertThat(StatedInput.normalization("a.onnx", stated, "auto")).isEqualTo("cifar");
    assertThat(StatedInput.normalization("a.onnx", stated, "unit")).isEqualTo("unit");
    assertThat(StatedInput.normalization("a.onnx", Map.of(), "auto")).isEqualTo("auto");
    assertThatThrownBy(() -> StatedInput.normalization("a.onnx", pixels, "cifar"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "a.onnx: takes pixels, its normalization is in it; found --normalization cifar,"
                + " expected auto or none");
  }

  @Test
  void anExportIsMadeForEither() throws IOException {
    SmallDeployed drawn = SmallDeployed.draw(5);
    Path source = folder.resolve("adapted.onnx");
    OnnxExporter.write(
        pixels(drawn, Normalization.parse("cifar", 3)),
        drawn.quantization(),
        ExportFormat.QCDQ,
        Map.of(StatedInput.KEY, StatedInput.PIXELS, StatedInput.NORMALIZATION, "cifar"),
        source);

    List<Layer> normalized = exported(source, InputForm.NORMALIZED, "n.onnx");
    List<Layer> again = exported(folder.resolve("n.onnx"), InputForm.PIXELS, "p.onnx");

    assertThat(normalized).isEqualTo(drawn.network().layers());
    assertThat(again).isEqualTo(QcdqImporter.read(source).network().layers());
    Path plain = folder.resolve("plain.onnx");
    OnnxExporter.write(drawn.network(), drawn.quantization(), plain);
    assertThatThrownBy(() -> exported(plain, InputForm.PIXELS, "q.onnx"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("plain.onnx: --input pixels: found no twobit.normalization");
  }

  private List<Layer> exported(Path source, InputForm input, String name) throws IOException {
    Path out = folder.resolve(name);
    ExportRun.run(
        ModelSource.of(source), new ExportRun.Target(ExportFormat.QCDQ, out, input, false));
    return QcdqImporter.read(out).network().layers();
  }
}
