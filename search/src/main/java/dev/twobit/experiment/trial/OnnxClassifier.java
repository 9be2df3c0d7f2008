package dev.twobit.experiment.trial;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.results.Accuracy;
import dev.twobit.training.Evaluator;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;

/** What ONNX Runtime makes of a file, image by image. */
public final class OnnxClassifier {
  public static final String NAME = "ONNX Runtime";

  private OnnxClassifier() {}

  /**
   * Logits of every image, in order.
   *
   * @param input shape of one image
   */
  public static float[][] logits(
      ModelSource model,
      TensorShape input,
      ImageDataset data,
      Normalization normalization,
      int threads) {
    try (var session = session(model, threads)) {
      return logits(session, input, data, normalization);
    }
  }

  /** The same of a model that is open. */
  public static float[][] logits(
      OnnxRuntimeSession session,
      TensorShape input,
      ImageDataset data,
      Normalization normalization) {
    BatchMaker batches = new BatchMaker(data, normalization);
    float[][] outputs = new float[data.size()][];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = session.run(batches.plain(i, 1), input);
    }
    return outputs;
  }

  private static OnnxRuntimeSession session(ModelSource model, int threads) {
    OnnxRuntimeSession.Optimization level = OnnxRuntimeSession.Optimization.ALL;
    return model.sizes().isNone()
        ? OnnxRuntimeSession.open(model.file(), level, threads)
        : OnnxRuntimeSession.of(
            OnnxImporter.bytes(model.file(), model.sizes()),
            model.file().toString(),
            level,
            threads);
  }

  /** The highest logit of each. */
  public static int[] classes(float[][] logits) {
    int[] classes = new int[logits.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = Evaluator.argmax(logits[i]);
    }
    return classes;
  }

  /** 0..100. */
  public static double top1Percent(int[] classes, ImageDataset data) {
    int correct = 0;
    for (int i = 0; i < classes.length; i++) {
      correct += classes[i] == data.label(i) ? 1 : 0;
    }
    return 100.0 * correct / classes.length;
  }

  public static Accuracy accuracy(int[] classes, ImageDataset data, String evaluatedBy) {
    return Accuracy.ofImported(top1Percent(classes, data), classes.length, evaluatedBy);
  }
}
