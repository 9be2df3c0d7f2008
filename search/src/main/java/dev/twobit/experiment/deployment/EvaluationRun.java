package dev.twobit.experiment.deployment;

import dev.twobit.experiment.trial.OnnxClassifier;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.network.Network;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.results.Accuracy;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Evaluator;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;

/** A network as it is in its file on a test set, by libtorch and by ONNX Runtime. */
public final class EvaluationRun {
  private EvaluationRun() {}

  /**
   * @param libtorch top-1 as this project computes it
   * @param onnxRuntime top-1 as ONNX Runtime computes it from the file itself
   * @param images evaluated
   * @param differingImages images on whose class the two differ
   */
  public record Outcome(
      String network,
      String data,
      String normalization,
      Accuracy libtorch,
      Accuracy onnxRuntime,
      int images,
      int differingImages) {}

  public static Outcome run(
      ModelSource model, String dataSpec, String normalizationSpec, int threads) {
    PreparedNetwork prepared = PreparedNetwork.read(model).requireWeights("a trained network");
    Network imported = prepared.imported();
    Network network = prepared.canonical();
    PreparedData data = PreparedData.load(dataSpec, normalizationSpec, network);
    Normalization normalization = data.normalization();
    Torch.useThreads(threads);
    ImageDataset test = data.test();
    int[] ours =
        OnnxClassifier.classes(
            Evaluator.logits(
                TrainableNetwork.of(network, QuantizationScheme.none()), test, normalization));
    int[] theirs =
        OnnxClassifier.classes(
            OnnxClassifier.logits(
                model, imported.shape(imported.inputs().get(0)), test, normalization, threads));
    int differing = 0;
    for (int i = 0; i < ours.length; i++) {
      differing += ours[i] == theirs[i] ? 0 : 1;
    }
    return new Outcome(
        imported.name(),
        dataSpec,
        normalization.spec(),
        OnnxClassifier.accuracy(ours, test, "libtorch"),
        OnnxClassifier.accuracy(theirs, test, OnnxClassifier.NAME),
        test.size(),
        differing);
  }
}
