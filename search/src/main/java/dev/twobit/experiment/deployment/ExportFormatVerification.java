package dev.twobit.experiment.deployment;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Runs an exported file every way that can run it, on random images. */
final class ExportFormatVerification {
  private static final int IMAGES = 8;
  private static final double CLOSE = 1e-4;

  private ExportFormatVerification() {}

  static List<ExportResult.Comparison> of(QcdqFile written, ExportFormat format, Path file) {
    TensorShape shape = written.network().shape(written.network().inputs().get(0));
    List<float[]> images =
        images(shape).stream().map(i -> StatedInput.inRange(i, written.metadata())).toList();
    byte[] reference =
        OnnxExporter.bytes(written.network(), written.quantization(), ExportFormat.QCDQ, Map.of());
    List<float[]> expected;
    try (var session = OnnxRuntimeSession.of(reference, "qcdq", Optimization.NONE, 1)) {
      expected = images.stream().map(i -> session.run(i, shape)).toList();
    }
    List<ExportResult.Comparison> checks = new ArrayList<>();
    for (Optimization level : levels(format)) {
      String run = "ONNX Runtime, optimization " + level.name().toLowerCase(Locale.ROOT);
      try (var session = OnnxRuntimeSession.open(file, level, 1)) {
        checks.add(check(run, images, expected, image -> session.run(image, shape)));
      } catch (IllegalStateException e) {
        if (!isRefusedClip(e)) {
          throw e;
        }
        checks.add(ExportResult.Comparison.notLoaded(run));
      }
    }
    checks.add(
        check(
            "plain Java, from the file read back",
            images,
            expected,
            image -> written.quantization().run(written.network(), image)));
    if (checks.stream().allMatch(ExportResult.Comparison::allClose)) {
      return checks;
    }
    boolean explained = explained(reference, images);
    return checks.stream().map(c -> c.explained(explained)).toList();
  }

  /** Whether ONNX Runtime's codes in the form that shows them are those of the integers. */
  private static boolean explained(byte[] qcdq, List<float[]> images) {
    try {
      Path form = Files.createTempFile("twobit", ".onnx");
      try {
        Files.write(form, qcdq);
        return ExplainedCodes.of(QcdqImporter.read(form), form, images, 1)
            .filter(codes -> codes.unexplained() == 0)
            .isPresent();
      } finally {
        Files.deleteIfExists(form);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Above BASIC it refuses to load a Clip ahead of a QuantizeLinear of 2 or 4 bits, by this fusion
   * of its own (onnx-io/docs/export-formats.md).
   */
  private static boolean isRefusedClip(IllegalStateException refused) {
    return String.valueOf(refused.getMessage()).contains("clip_quantizelinear");
  }

  private static List<Optimization> levels(ExportFormat format) {
    return switch (format) {
      case QCDQ ->
          List.of(Optimization.NONE, Optimization.BASIC, Optimization.EXTENDED, Optimization.ALL);
      case QDQ_INT2 -> List.of(Optimization.NONE, Optimization.BASIC, Optimization.ALL_BUT_QDQ);
      case QONNX -> List.of();
    };
  }

  private static ExportResult.Comparison check(
      String name, List<float[]> images, List<float[]> expected, Function<float[], float[]> run) {
    int close = 0;
    double most = 0;
    double logit = 0;
    for (int i = 0; i < images.size(); i++) {
      float[] logits = run.apply(images.get(i));
      double difference = 0;
      double largest = 0;
      for (int k = 0; k < logits.length; k++) {
        difference = Math.max(difference, Math.abs(logits[k] - expected.get(i)[k]));
        largest = Math.max(largest, Math.abs(expected.get(i)[k]));
      }
      close += difference <= CLOSE * largest ? 1 : 0;
      most = Math.max(most, difference);
      logit = Math.max(logit, largest);
    }
    return new ExportResult.Comparison(name, images.size(), close, most, logit, false);
  }

  private static List<float[]> images(TensorShape shape) {
    Random random = new Random(1);
    List<float[]> images = new ArrayList<>();
    for (int n = 0; n < IMAGES; n++) {
      float[] image = new float[(int) shape.elementCount()];
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) random.nextGaussian();
      }
      images.add(image);
    }
    return images;
  }
}
