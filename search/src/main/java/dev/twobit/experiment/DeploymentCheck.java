package dev.twobit.experiment;

import dev.twobit.experiment.results.Check;
import dev.twobit.onnx.QcdqFile;
import dev.twobit.onnx.QcdqImporter;
import dev.twobit.training.Evaluator;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Holds the exported file against other computations of the same network. */
final class DeploymentCheck {
  private static final int MOST_IMAGES = 200;
  private static final double CLOSE = 1e-4;

  /** Of the images, that get the same class: a sum half way between two codes may round apart. */
  private static final double LEAST_EQUAL_CLASSES = 0.99;

  /** Of the images, whose logits agree to rounding. */
  private static final double LEAST_CLOSE = 0.9;

  private DeploymentCheck() {}

  /** ONNX Runtime on the exported file against plain Java on the network it was written from. */
  static List<Check> of(Path file, SearchSetup setup) {
    QcdqFile deployed = QcdqImporter.read(file);
    ImageDataset test = setup.images().test();
    BatchMaker batches = new BatchMaker(test, setup.images().normalization());
    int images = Math.min(MOST_IMAGES, test.size());
    float[][] logits =
        OnnxClassifier.logits(
            file,
            deployed.network().shape(deployed.network().inputs().get(0)),
            IntegerPathRun.first(test, images),
            setup.images().normalization(),
            setup.request().execution().threads());
    double[] differences = new double[images];
    boolean[] equal = new boolean[images];
    IntStream.range(0, images)
        .parallel()
        .forEach(
            i -> {
              float[] ours = deployed.quantization().run(deployed.network(), batches.plain(i, 1));
              float[] theirs = logits[i];
              differences[i] = relativeDifference(ours, theirs);
              equal[i] = Evaluator.argmax(ours) == Evaluator.argmax(theirs);
            });
    long equals = IntStream.range(0, images).filter(i -> equal[i]).count();
    long close = Arrays.stream(differences).filter(d -> d < CLOSE).count();
    double[] sorted = differences.clone();
    Arrays.sort(sorted);
    return List.of(
        new Check(
            file.getFileName() + ": class by ONNX Runtime equal to plain Java",
            equals >= LEAST_EQUAL_CLASSES * images,
            equals + " of " + images + " test images",
            "at least 99 %: sums half way between two codes may round apart"),
        new Check(
            file.getFileName() + ": logits by ONNX Runtime and plain Java within 1e-4",
            close >= LEAST_CLOSE * images,
            String.format(
                Locale.ROOT,
                "%d of %d test images; median relative difference %.1e, largest %.1e",
                close,
                images,
                sorted[images / 2],
                sorted[images - 1]),
            "at least 90 %, the others by a code on a tie"));
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
