package dev.twobit.experiment.trial;

import dev.twobit.network.Network;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.training.IntegerConversion;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a trained network as integers and tests the file. */
final class Deployments {
  private Deployments() {}

  /**
   * At the trial's bits, as the simulator has them.
   *
   * @param file to write, QCDQ
   * @return top-1 of the file by ONNX Runtime on the test images, 0..100
   */
  static double deploy(TrainingWork.Trained trained, Path file) throws IOException {
    TrainingWork.Prepared prepared = trained.prepared();
    PreparedData images = prepared.images();
    Arithmetic arithmetic = prepared.trial().arithmetic();
    Network network = prepared.model().toNetwork();
    PrecisionPlan plan =
        PrecisionPlan.uniform(network, arithmetic.bits(), arithmetic.residualBits());
    NetworkQuantization quantization =
        IntegerConversion.of(
            prepared.model(),
            images.train(),
            images.normalization(),
            new IntegerConversion.Widths(plan::weightBits, plan::readBits));
    OnnxExporter.write(network, quantization, file);
    float[][] logits =
        OnnxClassifier.logits(
            file,
            network.shape(network.inputs().get(0)),
            images.test(),
            images.normalization(),
            prepared.trial().execution().threads());
    return OnnxClassifier.top1Percent(OnnxClassifier.classes(logits), images.test());
  }
}
