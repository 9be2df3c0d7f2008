package dev.twobit.training;

import dev.twobit.tensor.Torch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains a network and leaves a checkpoint after every epoch; continued from one, it ends in the
 * same bits as without interruption: order and augmentation of an epoch depend on seed and epoch
 * alone.
 */
public final class Trainer {
  private final TrainableNetwork network;
  private final TrainingRecipe recipe;
  private final ImageDataset train;
  private final ImageDataset test;
  private final Normalization normalization;
  private final Sgd sgd;

  public Trainer(
      TrainableNetwork network,
      TrainingRecipe recipe,
      ImageDataset train,
      ImageDataset test,
      Normalization normalization) {
    this.network = network;
    this.recipe = recipe;
    this.train = train;
    this.test = test;
    this.normalization = normalization;
    this.sgd = new Sgd(recipe.momentum(), recipe.weightDecay(), recipe.alphaDecay());
  }

  /**
   * Runs the epochs that {@code checkpoint} does not hold yet.
   *
   * @param checkpoint read if it exists, replaced after every epoch
   * @param listener told of every epoch before the checkpoint holds it: after a kill in between it
   *     is told of that epoch again
   * @return top-1 on the test set at the end
   */
  public Evaluation run(Path checkpoint, Consumer<TrainingEpoch> listener) throws IOException {
    torch.set_num_threads(recipe.threads());
    sgd.prepare(network.trainable());
    int done = Files.exists(checkpoint) ? restore(checkpoint) : 0;
    if (done >= recipe.epochs()) {
      return evaluate();
    }
    Evaluation last = new Evaluation(0, test.size(), 0);
    for (int epoch = done; epoch < recipe.epochs(); epoch++) {
      long start = System.nanoTime();
      double[] totals = epoch(epoch);
      double trained = (System.nanoTime() - start) * 1e-9;
      last = evaluate();
      listener.accept(
          new TrainingEpoch(
              epoch + 1,
              recipe.epochs(),
              recipe.learningRate(epoch),
              totals[0] / totals[2],
              totals[1] / totals[2],
              last.accuracy(),
              totals[2] / trained,
              (System.nanoTime() - start) * 1e-9));
      save(checkpoint, epoch + 1);
    }
    return last;
  }

  private Evaluation evaluate() {
    return Evaluator.evaluate(x -> network.forward(x, false), test, normalization);
  }

  /** Sum of losses, number correct, number of images. */
  private double[] epoch(int epoch) {
    BatchMaker batches = new BatchMaker(train, normalization);
    int[] order = BatchMaker.order(train.size(), recipe.seed(), epoch);
    double[] totals = new double[3];
    int size = Math.min(recipe.batchSize(), train.size());
    int steps = train.size() / size;
    for (int step = 0; step < steps; step++) {
      int[] chosen = java.util.Arrays.copyOfRange(order, step * size, (step + 1) * size);
      float[] pixels =
          recipe.augment()
              ? batches.augmented(
                  chosen, recipe.cropPad(), BatchMaker.seed(recipe.seed(), epoch, step))
              : batches.plain(chosen);
      double loss = step(pixels, train.labels(chosen), recipe.learningRate(epoch), totals);
      if (!Double.isFinite(loss)) {
        throw new TrainingDivergedException(epoch + 1, step + 1, recipe.learningRate(epoch), loss);
      }
    }
    return totals;
  }

  private double step(float[] pixels, long[] labels, double learningRate, double[] totals) {
    try (PointerScope scope = new PointerScope()) {
      Tensor images =
          Torch.channelsLast(
              Torch.tensor(pixels, labels.length, train.channels(), train.height(), train.width()));
      Tensor target = Tensor.create(labels);
      Tensor logits = network.forward(images, true);
      Tensor loss = torch.cross_entropy_loss(logits, target);
      loss.backward();
      sgd.step(network.trainable(), learningRate);
      network.constrain();
      double value = loss.item_double();
      totals[0] += value * labels.length;
      totals[1] +=
          torch
              .eq(
                  torch.argmax(logits.detach(), new org.bytedeco.pytorch.LongOptional(1), false),
                  target)
              .sum()
              .item_double();
      totals[2] += labels.length;
      return value;
    }
  }

  private void save(Path file, int epochsDone) throws IOException {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    Checkpoint.put(arrays, "weights/", network.trainable());
    Checkpoint.put(arrays, "statistics/", network.buffers());
    Checkpoint.put(arrays, "momentum/", sgd.velocities());
    new Checkpoint(epochsDone, Map.of("recipe", recipe.toString()), arrays).write(file);
  }

  private int restore(Path file) throws IOException {
    Checkpoint checkpoint = Checkpoint.read(file);
    checkpoint.restore("weights/", network.trainable(), file);
    checkpoint.restore("statistics/", network.buffers(), file);
    checkpoint.restore("momentum/", sgd.velocities(), file);
    network.skipInitialization();
    return checkpoint.epochsDone();
  }
}
