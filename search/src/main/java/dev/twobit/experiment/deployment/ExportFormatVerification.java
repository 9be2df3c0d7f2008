package dev.twobit.experiment.deployment;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.verification.DeployedNetworkVerification;
import dev.twobit.verification.FloatNetwork;
import dev.twobit.verification.OptimizedNetwork;
import dev.twobit.verification.PlainNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Runs an exported file every way that can run it, on random images, against what it was written
 * from: logits, and each code against exact integers. Where logits differ, because a sum lies half
 * way between two codes, they have to follow from the codes.
 */
final class ExportFormatVerification {
  private static final int IMAGES = 8;
  private static final double CLOSE = 1e-4;

  private final QcdqFile given;
  private final List<float[]> images;
  private final List<float[]> expected;

  private ExportFormatVerification(QcdqFile given) {
    this.given = given;
    TensorShape shape = given.network().shape(given.network().inputs().get(0));
    this.images =
        images(shape).stream().map(i -> StatedInput.inRange(i, given.metadata())).toList();
    byte[] reference =
        OnnxExporter.bytes(given.network(), given.quantization(), ExportFormat.QCDQ, Map.of());
    try (var session = OnnxRuntimeSession.of(reference, "qcdq", Optimization.NONE, 1)) {
      this.expected = images.stream().map(i -> session.run(i, shape)).toList();
    }
  }

  /**
   * @param given what the file was written from
   * @param written the file as it is read back
   */
  static List<ExportResult.Comparison> of(
      QcdqFile given, QcdqFile written, ExportFormat format, Path file) throws IOException {
    var verification = new ExportFormatVerification(given);
    byte[] bytes = Files.readAllBytes(file);
    List<ExportResult.Comparison> checks = new ArrayList<>();
    for (Optimization level : levels(format)) {
      String run = "ONNX Runtime, optimization " + level.name().toLowerCase(Locale.ROOT);
      try (var network = new OptimizedNetwork(written, bytes, level, verification.images::get)) {
        checks.add(verification.check(run, network));
      } catch (IllegalStateException e) {
        if (!isRefusedClip(e)) {
          throw e;
        }
        checks.add(ExportResult.Comparison.notLoaded(run));
      }
    }
    checks.add(
        verification.check(
            "plain Java, from the file read back",
            new PlainNetwork(written, verification.images::get)));
    return checks;
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

  private ExportResult.Comparison check(String name, FloatNetwork network) {
    List<float[]> logits = network.run(0, IMAGES).stream().map(FloatNetwork.Run::outputs).toList();
    int close = 0;
    int explained = 0;
    long differing = 0;
    long unexplained = 0;
    double most = 0;
    double logit = 0;
    for (int i = 0; i < IMAGES; i++) {
      double difference = 0;
      double largest = 0;
      for (int k = 0; k < logits.get(i).length; k++) {
        difference = Math.max(difference, Math.abs(logits.get(i)[k] - expected.get(i)[k]));
        largest = Math.max(largest, Math.abs(expected.get(i)[k]));
      }
      Optional<DeployedNetworkVerification> codes = againstIntegers(network, i);
      if (difference <= CLOSE * largest) {
        close++;
      } else {
        explained += codes.filter(DeployedNetworkVerification::isExplained).isPresent() ? 1 : 0;
      }
      differing += codes.map(c -> c.stepwise().differing()).orElse(0L);
      unexplained += codes.map(c -> c.stepwise().unexplained()).orElse(0L);
      most = Math.max(most, difference);
      logit = Math.max(logit, largest);
    }
    return new ExportResult.Comparison(
        name, IMAGES, close, explained, differing, unexplained, most, logit);
  }

  /** Empty if integers cannot say the network. */
  private Optional<DeployedNetworkVerification> againstIntegers(FloatNetwork network, int image) {
    FloatNetwork one = new OneImage(network, image);
    try {
      return Optional.of(
          DeployedNetworkVerification.run(
              given, one, first -> images.get(image), 1, 1, done -> {}));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private record OneImage(FloatNetwork network, int image) implements FloatNetwork {
    @Override
    public String name() {
      return network.name();
    }

    @Override
    public List<Run> run(int first, int count) {
      return network.run(image, 1);
    }
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
