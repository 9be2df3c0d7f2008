package dev.twobit.experiment.trial;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.training.IntegerConversion;
import dev.twobit.training.TrainableNetwork;
import java.io.IOException;
import java.nio.file.Path;

/** A trained network as integers, written and tested. */
public final class Deployments {
  private Deployments() {}

  /**
   * What was not quantized in training has 8 bits, its residual path those given.
   *
   * @param residualBits of what Adds and average poolings read, 2 to 8
   */
  public static NetworkQuantization integers(
      TrainableNetwork model, PreparedData images, int residualBits) {
    return IntegerConversion.of(
        model,
        images.train(),
        images.normalization(),
        new IntegerConversion.Widths(
            layer -> PrecisionPlan.UNQUANTIZED_BITS, layer -> reads(layer, residualBits)));
  }

  private static int reads(Layer layer, int residualBits) {
    return layer.asAdd().isPresent() || layer.asPooling().isPresent()
        ? residualBits
        : PrecisionPlan.UNQUANTIZED_BITS;
  }

  /**
   * At the trial's residual bits, as the simulator has them.
   *
   * @param file to write, QCDQ
   * @return top-1 of the file by ONNX Runtime on the test images, 0..100
   */
  static double deploy(TrainingWork.Trained trained, Path file) throws IOException {
    TrainingWork.Prepared prepared = trained.prepared();
    PreparedData images = prepared.images();
    Network network = prepared.model().toNetwork();
    OnnxExporter.write(
        network,
        integers(prepared.model(), images, prepared.trial().arithmetic().residualBits()),
        file);
    float[][] logits =
        OnnxClassifier.logits(
            ModelSource.of(file),
            network.shape(network.inputs().get(0)),
            images.test(),
            images.normalization(),
            prepared.trial().execution().threads());
    return OnnxClassifier.top1Percent(OnnxClassifier.classes(logits), images.test());
  }
}
