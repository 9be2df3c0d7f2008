package dev.twobit.experiment.run;

import dev.twobit.experiment.deployment.IntegerPathRun;
import dev.twobit.experiment.deployment.StatedInput;
import dev.twobit.experiment.trial.OnnxClassifier;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.parallel.ParallelMap;
import dev.twobit.results.VerificationResult;
import dev.twobit.training.Evaluator;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import dev.twobit.verification.DeployedNetworkVerification;
import dev.twobit.verification.OptimizedNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Holds the exported file against other computations of the same network. */
final class ExportedNetworkVerification {
  private static final int MOST_IMAGES = 200;
  private static final double CLOSE = 1e-4;

  /** Share of the images with the same class: a sum half way between two codes may round apart. */
  private static final double LEAST_EQUAL_CLASSES = 0.99;

  /** Share of the images whose logits agree to rounding, of a network in float. */
  private static final double LEAST_CLOSE = 0.9;

  /** Of the images whose logits do not agree, those whose codes are explained one by one. */
  private static final int EXPLAINED_IMAGES = 20;

  private ExportedNetworkVerification() {}

  /** One image's logits by both. */
  private record Comparison(double difference, boolean equalClass) {}

  /**
   * A network as it was exported.
   *
   * @param logits of the first test images by ONNX Runtime on the file
   */
  @SuppressWarnings("ArrayRecordComponent") // one row a test image: never compared
  record Deployed(Network network, NetworkQuantization quantization, Path file, float[][] logits) {}

  /** The file as it is read, on the first test images. */
  static List<VerificationResult> of(Path file, PreparedData data, int threads) {
    QcdqFile read = QcdqImporter.read(file);
    ImageDataset some = IntegerPathRun.first(data.test(), MOST_IMAGES);
    Normalization normalization =
        data.normalized(
            StatedInput.normalization(file.toString(), read.metadata(), PreparedData.MEASURED));
    float[][] logits =
        OnnxClassifier.logits(
            ModelSource.of(file),
            read.network().shape(read.network().inputs().get(0)),
            some,
            normalization,
            threads);
    return of(
        new Deployed(read.network(), read.quantization(), file, logits),
        some,
        normalization,
        threads);
  }

  /**
   * ONNX Runtime on the exported file against plain Java on the network in it.
   *
   * @param threads of plain Java; the result is the same for any number
   */
  static List<VerificationResult> of(
      Deployed deployed, ImageDataset test, Normalization normalization, int threads) {
    BatchMaker batches = new BatchMaker(test, normalization);
    int images = Math.min(MOST_IMAGES, test.size());
    float[][] logits = deployed.logits();
    List<Comparison> compared =
        ParallelMap.of(
            images,
            threads,
            i -> {
              float[] ours = deployed.quantization().run(deployed.network(), batches.plain(i, 1));
              return new Comparison(
                  relativeDifference(ours, logits[i]),
                  Evaluator.argmax(ours) == Evaluator.argmax(logits[i]));
            });
    long equals = compared.stream().filter(Comparison::equalClass).count();
    double[] sorted = compared.stream().mapToDouble(Comparison::difference).sorted().toArray();
    long close = Arrays.stream(sorted).filter(d -> d < CLOSE).count();
    boolean quantized = !deployed.quantization().inputs().isEmpty();
    List<float[]> others =
        IntStream.range(0, images)
            .filter(i -> compared.get(i).difference() >= CLOSE)
            .limit(EXPLAINED_IMAGES)
            .mapToObj(i -> batches.plain(i, 1))
            .toList();
    Optional<DeployedNetworkVerification> codes =
        others.isEmpty() || !quantized
            ? Optional.empty()
            : explained(deployed.file(), others, threads);
    return List.of(
        new VerificationResult(
            deployed.file().getFileName() + ": class by ONNX Runtime equal to plain Java",
            equals >= LEAST_EQUAL_CLASSES * images,
            equals + " of " + images + " test images",
            "at least 99 %: sums half way between two codes may round apart"),
        new VerificationResult(
            deployed.file().getFileName() + ": logits by ONNX Runtime and plain Java within 1e-4",
            close >= (quantized ? 1 : LEAST_CLOSE) * images
                || codes.filter(DeployedNetworkVerification::isExplained).isPresent(),
            String.format(
                Locale.ROOT,
                "%d of %d test images; median relative difference %.1e, largest %.1e%s",
                close,
                images,
                sorted[images / 2],
                sorted[images - 1],
                codes.map(ExportedNetworkVerification::text).orElse("")),
            quantized
                ? "all; or those that are not have codes that lie half way between two as far as"
                    + " float32 tells, and follow from them"
                : "at least 90 %"));
  }

  /** What ONNX Runtime's codes of some images are by exact integers; empty if these cannot say. */
  private static Optional<DeployedNetworkVerification> explained(
      Path file, List<float[]> images, int threads) {
    QcdqFile read = QcdqImporter.read(file);
    try (var theirs =
        new OptimizedNetwork(read, Files.readAllBytes(file), Optimization.ALL, images::get)) {
      return Optional.of(
          DeployedNetworkVerification.run(
              read, theirs, images::get, images.size(), threads, done -> {}));
    } catch (InvalidInputException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(DeployedNetworkVerification codes) {
    return String.format(
        Locale.ROOT,
        "; of %,d codes of %d of the others %,d differ from exact integers, %,d unexplained; logits"
            + " %.1e from what follows from them",
        codes.stepwise().codes(),
        codes.images(),
        codes.stepwise().differing(),
        codes.stepwise().unexplained(),
        codes.largestLogitsApart());
  }

  private static double relativeDifference(float[] a, float[] b) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(b[i]));
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
    }
    return difference / Math.max(largest, 1e-30);
  }
}
