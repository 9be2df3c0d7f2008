package dev.twobit.training;

import dev.twobit.tensor.Torch;
import dev.twobit.training.data.Batch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import dev.twobit.training.data.PrefetchingBatches;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Runs a network in evaluation mode over a data set. */
public final class Evaluator {
  private static final int BATCH = 250;

  private Evaluator() {}

  /** What maps normalized images (N,C,H,W) to logits. */
  @FunctionalInterface
  public interface Model {
    Tensor logits(Tensor images);
  }

  public static Evaluation evaluate(
      TrainableNetwork network, ImageDataset data, Normalization normalization) {
    return evaluate(x -> network.forward(x, false), data, normalization);
  }

  public static Evaluation evaluate(Model model, ImageDataset data, Normalization normalization) {
    int correct = 0;
    double loss = 0;
    float[][] logits = logits(model, data, normalization);
    for (int i = 0; i < logits.length; i++) {
      correct += argmax(logits[i]) == data.label(i) ? 1 : 0;
      loss += crossEntropy(logits[i], data.label(i));
    }
    return new Evaluation(correct, data.size(), loss / data.size());
  }

  /** Logits of every image, in order. */
  public static float[][] logits(
      TrainableNetwork network, ImageDataset data, Normalization normalization) {
    return logits(x -> network.forward(x, false), data, normalization);
  }

  /** Logits of every image, in order. */
  public static float[][] logits(Model model, ImageDataset data, Normalization normalization) {
    float[][] rows = new float[data.size()][];
    BatchMaker batches = new BatchMaker(data, normalization);
    int count = (data.size() + BATCH - 1) / BATCH;
    try (var coming =
        PrefetchingBatches.plain(
            batches, i -> images(i, data.size()), count, data.loaderThreads())) {
      while (coming.hasNext()) {
        classify(model, data, coming.next(), rows);
      }
    }
    return rows;
  }

  private static int[] images(int batch, int size) {
    return IntStream.range(batch * BATCH, Math.min((batch + 1) * BATCH, size)).toArray();
  }

  private static void classify(Model model, ImageDataset data, Batch batch, float[][] rows) {
    int count = batch.images().length;
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor images =
          Torch.tensor(batch.pixels(), count, data.channels(), data.height(), data.width());
      float[] flat = Torch.floats(model.logits(Torch.channelsLast(images)));
      int classes = flat.length / count;
      for (int i = 0; i < count; i++) {
        rows[batch.images()[i]] = Arrays.copyOfRange(flat, i * classes, (i + 1) * classes);
      }
    }
  }

  public static int argmax(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  private static double crossEntropy(float[] logits, int label) {
    double largest = logits[argmax(logits)];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    return Math.log(sum) + largest - logits[label];
  }
}
