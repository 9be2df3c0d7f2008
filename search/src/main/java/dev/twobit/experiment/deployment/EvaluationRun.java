package dev.twobit.experiment.deployment;

import dev.twobit.experiment.trial.OnnxClassifier;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.network.Network;
import dev.twobit.network.SupportCheck;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.results.Accuracy;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Evaluator;
import dev.twobit.training.FakeQuantizedNetwork;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.verification.StatedWidths;
import java.util.Map;

/**
 * A network as it is in its file on a test set, by libtorch and by ONNX Runtime. A quantized one is
 * rounded by both as the file says; ONNX Runtime, which has no operators for QONNX, computes the
 * same written as QCDQ.
 */
public final class EvaluationRun {
  private EvaluationRun() {}

  /**
   * @param widths that a quantized file states; empty for one in float
   * @param libtorch top-1 as this project computes it
   * @param onnxRuntime top-1 as ONNX Runtime computes it from the file itself
   * @param images evaluated
   * @param differingImages images on whose class the two differ
   */
  public record Outcome(
      String network,
      String data,
      String normalization,
      String widths,
      Accuracy libtorch,
      Accuracy onnxRuntime,
      int images,
      int differingImages) {}

  public static Outcome run(
      ModelSource model, String dataSpec, String normalizationSpec, int threads) {
    QcdqFile file = model.readQuantized();
    String normalization =
        StatedInput.normalization(model.toString(), file.metadata(), normalizationSpec);
    return file.isQuantized()
        ? quantized(model, file, dataSpec, normalization, threads)
        : inFloat(model, dataSpec, normalization, threads);
  }

  private static Outcome inFloat(
      ModelSource model, String dataSpec, String normalizationSpec, int threads) {
    PreparedNetwork prepared = PreparedNetwork.read(model).requireWeights("a trained network");
    Network imported = prepared.imported();
    Network network = prepared.canonical();
    PreparedData data = PreparedData.load(dataSpec, normalizationSpec, network);
    Torch.useThreads(threads);
    float[][] ours =
        Evaluator.logits(
            TrainableNetwork.of(network, QuantizationScheme.none()),
            data.test(),
            data.normalization());
    float[][] theirs =
        OnnxClassifier.logits(model, input(imported), data.test(), data.normalization(), threads);
    return outcome(imported.name(), dataSpec, "", data, ours, theirs);
  }

  private static Outcome quantized(
      ModelSource model, QcdqFile file, String dataSpec, String normalizationSpec, int threads) {
    Network network = file.network();
    SupportCheck.requireSupported(network);
    PreparedData data = PreparedData.load(dataSpec, normalizationSpec, network);
    Torch.useThreads(threads);
    float[][] ours =
        FakeQuantizedNetwork.of(network, file.quantization())
            .logits(data.test(), data.normalization());
    float[][] theirs;
    try (var session = session(model, file, threads)) {
      theirs = OnnxClassifier.logits(session, input(network), data.test(), data.normalization());
    }
    return outcome(
        network.name(), dataSpec, StatedWidths.summary(StatedWidths.of(file)), data, ours, theirs);
  }

  private static TensorShape input(Network network) {
    return network.shape(network.inputs().get(0));
  }

  /** Operators on integers that it makes of quantizers may round otherwise than those: not made. */
  private static OnnxRuntimeSession session(ModelSource model, QcdqFile file, int threads) {
    // Above BASIC it refuses a Clip ahead of codes of 2 or 4 bits.
    Optimization level =
        file.format() == ExportFormat.QDQ_INT2
            ? Optimization.BASIC_APART
            : Optimization.ALL_BUT_QDQ;
    return model.sizes().isNone() && file.format() != ExportFormat.QONNX
        ? OnnxRuntimeSession.open(model.file(), level, threads)
        : OnnxRuntimeSession.of(
            OnnxExporter.bytes(file.network(), file.quantization(), ExportFormat.QCDQ, Map.of()),
            model.file().toString(),
            level,
            threads);
  }

  private static Outcome outcome(
      String network,
      String dataSpec,
      String widths,
      PreparedData data,
      float[][] libtorch,
      float[][] onnxRuntime) {
    ImageDataset test = data.test();
    int[] ours = OnnxClassifier.classes(libtorch);
    int[] theirs = OnnxClassifier.classes(onnxRuntime);
    int differing = 0;
    for (int i = 0; i < ours.length; i++) {
      differing += ours[i] == theirs[i] ? 0 : 1;
    }
    return new Outcome(
        network,
        dataSpec,
        data.normalization().spec(),
        widths,
        OnnxClassifier.accuracy(ours, test, "libtorch"),
        OnnxClassifier.accuracy(theirs, test, OnnxClassifier.NAME),
        test.size(),
        differing);
  }
}
