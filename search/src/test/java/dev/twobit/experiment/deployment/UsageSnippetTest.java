package dev.twobit.experiment.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.training.Evaluator;
import dev.twobit.training.data.Normalization;
import dev.twobit.verification.SmallDeployed;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs run as they stand, and say what ONNX Runtime says of the same pixels. */
class UsageSnippetTest {
  private static final Normalization CIFAR = Normalization.parse("cifar", 3);

  @TempDir private Path folder;

  private static final SmallDeployed DRAWN = SmallDeployed.draw(5);

  private Path exported(String input, ExportFormat format) throws IOException {
    boolean pixels = input.equals(StatedInput.PIXELS);
    Network network = DRAWN.network();
    Map<String, String> metadata = new HashMap<>();
    metadata.put(StatedInput.KEY, input);
    metadata.put(StatedInput.NORMALIZATION, "cifar");
    metadata.put(StatedInput.CLASSES, String.join("\n", names()));
    Path file = folder.resolve("net \"1\".onnx");
    OnnxExporter.write(
        pixels ? PixelInput.of(network, DRAWN.quantization(), CIFAR) : network,
        DRAWN.quantization(),
        format,
        metadata,
        file);
    return file;
  }

  private static List<String> names() {
    int outputs = DRAWN.network().shape(DRAWN.network().outputs().get(0)).dim(-1);
    return IntStream.range(0, outputs).mapToObj(k -> "class no. " + k).toList();
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"pixels 0..255, QCDQ", "normalized, QDQ_INT2"})
  void theJavaProgramClassifiesAnImage(String input, ExportFormat format)
      throws IOException, InterruptedException {
    Path model = exported(input, format);
    QcdqFile read = QcdqImporter.read(model);
    String program = UsageSnippet.of(read, "net \"1\".onnx").orElseThrow().java();
    Files.writeString(folder.resolve("Classify.java"), program);
    float[] pixels = image(folder.resolve("image.png").toFile());

    String said = run("Classify.java", "image.png");

    float[] logits = logits(model, input.equals("normalized") ? normalized(pixels) : pixels);
    int best = Evaluator.argmax(logits);
    assertThat(said).isEqualTo(names().get(best) + " " + logits[best]);
  }

  private float[] logits(Path model, float[] image) {
    TensorShape shape = DRAWN.network().shape(DRAWN.network().inputs().get(0));
    try (var session = OnnxRuntimeSession.open(model, OnnxRuntimeSession.Optimization.BASIC, 1)) {
      return session.run(image, shape);
    }
  }

  /** Writes one of the network's size, and returns its pixels, channels first. */
  private static float[] image(File file) throws IOException {
    TensorShape shape = DRAWN.network().shape(DRAWN.network().inputs().get(0));
    BufferedImage image =
        new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    float[] pixels = new float[(int) shape.elementCount()];
    int plane = shape.height() * shape.width();
    for (int i = 0; i < plane; i++) {
      int rgb = random.nextInt(1 << 24);
      image.setRGB(i % shape.width(), i / shape.width(), rgb);
      pixels[i] = rgb >> 16;
      pixels[plane + i] = rgb >> 8 & 0xff;
      pixels[2 * plane + i] = rgb & 0xff;
    }
    ImageIO.write(image, "png", file);
    return pixels;
  }

  /** As float32 has it, which is how the program computes. */
  private static float[] normalized(float[] pixels) {
    float[] image = new float[pixels.length];
    int plane = pixels.length / 3;
    for (int i = 0; i < image.length; i++) {
      float mean = (float) (255 * CIFAR.mean()[i / plane]);
      image[i] = (pixels[i] - mean) / (float) (255 * CIFAR.deviation()[i / plane]);
    }
    return image;
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    String runtime =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)).stream()
            .filter(entry -> entry.contains("onnxruntime"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                runtime));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out, StandardCharsets.UTF_8).strip();
  }

  @Test
  void pythonNormalizesOnlyWhatTheFileDoesNot() throws IOException {
    QcdqFile ofPixels = QcdqImporter.read(exported(StatedInput.PIXELS, ExportFormat.QCDQ));
    QcdqFile ofValues = QcdqImporter.read(exported(StatedInput.NORMALIZED, ExportFormat.QDQ_INT2));

    String plain = UsageSnippet.of(ofPixels, "a.onnx").orElseThrow().python();
    String normalizing = UsageSnippet.of(ofValues, "a.onnx").orElseThrow().python();

    assertThat(plain).doesNotContain("deviation", "optimization").contains("InferenceSession");
    assertThat(normalizing).contains("pixels = (pixels - mean) / deviation", "ORT_ENABLE_BASIC");
    assertThat(plain + normalizing).doesNotContainPattern("\\{[a-z-]+}");
  }

  @Test
  void whatNoRuntimeRunsHasNoProgram() throws IOException {
    QcdqFile qonnx = QcdqImporter.read(exported(StatedInput.PIXELS, ExportFormat.QONNX));

    assertThat(UsageSnippet.of(qonnx, "a.onnx")).isEmpty();
  }
}
