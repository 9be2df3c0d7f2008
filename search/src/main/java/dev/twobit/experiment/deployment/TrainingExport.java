package dev.twobit.experiment.deployment;

import dev.twobit.experiment.trial.Deployments;
import dev.twobit.experiment.trial.OnnxClassifier;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.network.Network;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Evaluator;
import dev.twobit.training.FakeQuantizedNetwork;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.verification.DeployedNetworkVerification;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a training ends with: the network deployed, written and run on integers.
 *
 * @param file name of the QCDQ file in the run's folder
 * @param residualBits of what Adds and average poolings read, 2 to 8
 * @param asTrainedPercent top-1 on the images that {@code integers} are of, with first, last and
 *     shortcut layers in float, and the residual path too unless it was quantized in training,
 *     0..100
 */
public record TrainingExport(
    String file, int residualBits, double asTrainedPercent, IntegerPath integers) {
  public static final String FILE = "trained.onnx";

  /** Of images for a file that takes them as they are. */
  private static final String PIXELS = "none";

  /**
   * Writes {@code trained.onnx} (QCDQ, of pixels) and runs it.
   *
   * @param residualBits of what Adds and average poolings read, 2 to 8
   * @param folder that the file is written to
   * @param extent how much is compared, on which hardware, by how many threads
   * @param progress told what begins, a line each
   */
  public static TrainingExport run(
      TrainableNetwork model,
      PreparedData images,
      int residualBits,
      Path folder,
      IntegerPathRun.Extent extent,
      CheckProgress progress)
      throws IOException {
    Torch.useThreads(extent.threads());
    NetworkQuantization quantization = Deployments.integers(model, images, residualBits);
    Network network = PixelInput.of(model.toNetwork(), quantization, images.normalization());
    Path file = folder.resolve(FILE);
    OnnxExporter.write(network, quantization, ExportFormat.QCDQ, StatedInput.pixels(images), file);
    IntegerPath integers =
        IntegerPathRun.of(
            ModelSource.of(file),
            DeployedNetworkVerification.read(file),
            FakeQuantizedNetwork.of(model, network, quantization),
            images.test(),
            images.normalized(PIXELS),
            extent,
            progress);
    ImageDataset some = IntegerPathRun.first(images.test(), integers.images());
    int[] asTrained = OnnxClassifier.classes(Evaluator.logits(model, some, images.normalization()));
    return new TrainingExport(
        FILE, residualBits, OnnxClassifier.top1Percent(asTrained, some), integers);
  }
}
