package dev.twobit.experiment.study;

import dev.twobit.experiment.OnnxClassifier;
import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.network.Network;
import dev.twobit.onnx.DeployedQuantization;
import dev.twobit.onnx.OnnxExporter;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.training.Deployment;
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
    DeployedQuantization quantization =
        Deployment.of(
            prepared.model(),
            images.train(),
            images.normalization(),
            new Deployment.Widths(plan::weightBits, plan::readBits));
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
