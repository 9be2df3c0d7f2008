package dev.twobit.verification;

import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.parallel.ParallelMap;
import dev.twobit.simulator.Addressing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * A QCDQ file on integers against a float computation of the same network, over images.
 *
 * @param against what computed it in float
 * @param images run by both
 * @param equalClasses of them with the same largest output
 * @param comparedTensors of the {@code codeTensors} tensors of codes that the float computation has
 * @param stepwise codes of every step when it is given the float computation's own codes: what
 *     float rounding does in one step
 * @param throughout share of codes that differ when each goes its own way from the image on, 0..1
 * @param medianLogitDifference largest difference of an image's outputs over its largest output,
 *     median of the images; {@code largestLogitDifference} likewise
 * @param largestLogitsApart the same of the outputs that exact integers make of the float
 *     computation's own codes: whether its outputs follow from them
 */
public record DeployedNetworkVerification(
    String network,
    String against,
    int images,
    int equalClasses,
    int comparedTensors,
    int codeTensors,
    CodeComparison stepwise,
    double throughout,
    double medianLogitDifference,
    double largestLogitDifference,
    double largestLogitsApart) {
  private static final int BATCH = 32;

  /** Of the largest output: what float32 makes of the same codes. */
  public static final double FOLLOWS = 1e-4;

  /** Every code was compared, and every one that differs is explained. */
  public boolean passed() {
    return stepwise.unexplained() == 0 && comparedTensors == codeTensors;
  }

  /**
   * Whether the float computation is that of the integers but for sums that lie as near to half way
   * between two codes as float32 may err: each code that was seen is theirs or explained, and the
   * outputs follow from the codes. Codes that were not seen are taken from the integers.
   */
  public boolean isExplained() {
    return stepwise.unexplained() == 0 && comparedTensors > 0 && largestLogitsApart <= FOLLOWS;
  }

  public double equalClassesPercent() {
    return 100.0 * equalClasses / images;
  }

  /** The file; an error if it is not quantized. */
  public static QcdqFile read(Path model) {
    return read(ModelSource.of(model));
  }

  /** The same at the sizes of its inputs that are given. */
  public static QcdqFile read(ModelSource source) {
    QcdqFile file = source.readQuantized();
    Path model = source.file();
    if (!file.isQuantized()) {
      throw new InvalidInputException(
          model + ": found no quantization in the file; expected QCDQ, as adapted.onnx is");
    }
    if (file.format() != ExportFormat.QCDQ) {
      throw new InvalidInputException(
          model
              + ": found format "
              + file.format().text()
              + ", expected qcdq, whose codes ONNX Runtime shows; Maybe 'twobit export --format"
              + " qcdq' first");
    }
    return file;
  }

  /**
   * Against ONNX Runtime on the file itself.
   *
   * @param images by number, each as long as the network's input
   * @param progress told of every image done
   */
  public static DeployedNetworkVerification againstOnnxRuntime(
      QcdqFile file,
      ModelSource model,
      IntFunction<float[]> images,
      int count,
      int threads,
      IntConsumer progress) {
    try (var theirs = new OnnxRuntimeNetwork(file, model, images, threads)) {
      return run(file, theirs, images, count, threads, progress);
    }
  }

  /**
   * Against any float computation of the network in the file.
   *
   * @param images by number, each as long as the network's input
   * @param progress told of every image done
   */
  public static DeployedNetworkVerification run(
      QcdqFile file,
      FloatNetwork theirs,
      IntFunction<float[]> images,
      int count,
      int threads,
      IntConsumer progress) {
    DeployedNetwork deployed = DeployedNetwork.of(file, 2, 8);
    IntegerNetwork network =
        QcdqLowering.lower(deployed, Addressing.STRIDED, QcdqLowering.Conversions.EXACT);
    Set<CodedTensor> compared = ConcurrentHashMap.newKeySet();
    Set<CodedTensor> known = ConcurrentHashMap.newKeySet();
    List<ImageComparison> results = new ArrayList<>();
    for (int first = 0; first < count; first += BATCH) {
      int start = first;
      List<FloatNetwork.Run> runs = theirs.run(first, Math.min(BATCH, count - first));
      results.addAll(
          ParallelMap.of(
              runs.size(),
              threads,
              i -> {
                FloatNetwork.Run run = runs.get(i);
                known.addAll(run.codes().keySet());
                FloatCodes codes = new FloatCodes(deployed, run.codes(), compared);
                var result =
                    ImageComparison.of(network, images.apply(start + i), codes, run.outputs());
                progress.accept(start + i);
                return result;
              }));
    }
    return summary(file.network().name(), theirs.name(), compared.size(), known.size(), results);
  }

  private static DeployedNetworkVerification summary(
      String network, String against, int compared, int known, List<ImageComparison> images) {
    CodeComparison stepwise = CodeComparison.NONE;
    CodeComparison throughout = CodeComparison.NONE;
    int equal = 0;
    for (ImageComparison image : images) {
      stepwise = stepwise.plus(image.stepwise());
      throughout = throughout.plus(image.throughout());
      equal += image.sameClass() ? 1 : 0;
    }
    double[] differences =
        images.stream().mapToDouble(ImageComparison::difference).sorted().toArray();
    return new DeployedNetworkVerification(
        network,
        against,
        images.size(),
        equal,
        compared,
        known,
        stepwise,
        throughout.share(),
        differences[differences.length / 2],
        differences[differences.length - 1],
        images.stream().mapToDouble(ImageComparison::apart).max().orElse(0));
  }
}
