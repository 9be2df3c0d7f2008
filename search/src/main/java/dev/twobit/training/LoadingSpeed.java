package dev.twobit.training;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.Batch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import dev.twobit.training.data.PrefetchingBatches;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What loading costs a training step of ResNet-8 in full precision, a quick step, and so one that
 * waits soon. Times are medians of blocks of steps, the three kinds in turn.
 *
 * @param images of the training set
 * @param shape channels x height x width
 * @param threads of libtorch
 * @param loaders background threads that make batches
 * @param readyMilliseconds a step with its batch at hand
 * @param inlineMilliseconds a step that makes its batch first
 * @param backgroundMilliseconds a step whose batch was made in the background
 * @param makingMilliseconds to make one batch on one thread with nothing beside
 * @param backgroundRatio median over the rounds of background to ready
 * @param inlineRatio median over the rounds of inline to ready
 */
public record LoadingSpeed(
    String data,
    int images,
    String shape,
    int batch,
    int threads,
    int loaders,
    double readyMilliseconds,
    double inlineMilliseconds,
    double backgroundMilliseconds,
    double makingMilliseconds,
    double backgroundRatio,
    double inlineRatio) {
  private static final int CROP_PAD = 4;
  private static final int KINDS = 3;
  private static final double LEARNING_RATE = 0.01;

  /**
   * @param rounds of three blocks
   * @param steps in a block, after one that is not timed
   */
  public record Effort(int batch, int threads, int loaders, int rounds, int steps) {}

  public static LoadingSpeed measure(String name, ImageDataset data, Effort effort) {
    if (data.height() != data.width() || data.size() < effort.batch()) {
      throw new InvalidInputException(
          name
              + ": found "
              + data.size()
              + " images of "
              + data.width()
              + "x"
              + data.height()
              + ", expected square ones and at least one batch of "
              + effort.batch());
    }
    Torch.useThreads(effort.threads());
    var network =
        Initializer.initialize(
            ModelZoo.build(
                ModelZoo.Model.RESNET8, data.channels(), data.classes(), data.height(), 1),
            1);
    TrainableNetwork model = TrainableNetwork.of(network, QuantizationScheme.none());
    Sgd sgd = new Sgd(0.9, 5e-4, 0);
    sgd.prepare(model.trainable());
    return new Measurement(name, data, effort, model, sgd).run();
  }

  private record Measurement(
      String name, ImageDataset data, Effort effort, TrainableNetwork model, Sgd sgd) {

    LoadingSpeed run() {
      BatchMaker maker = new BatchMaker(data, Normalization.parse("none", data.channels()));
      int[] order = BatchMaker.order(data.size(), 1, 0);
      int each = data.size() / effort.batch();
      IntFunction<int[]> chosen =
          i ->
              Arrays.copyOfRange(order, i % each * effort.batch(), (i % each + 1) * effort.batch());
      IntFunction<Long> seeds = i -> BatchMaker.seed(1, 0, i);
      int count = effort.rounds() * (effort.steps() + 1);
      double[][] blocks = new double[KINDS][effort.rounds()];
      double[] making = new double[effort.rounds()];
      try (var inline = PrefetchingBatches.augmented(maker, chosen, CROP_PAD, seeds, count, 0);
          var background =
              PrefetchingBatches.augmented(
                  maker, chosen, CROP_PAD, seeds, count, effort.loaders())) {
        Batch ready = background.next();
        step(ready);
        step(ready);
        for (int round = 0; round < effort.rounds(); round++) {
          blocks[0][round] = block(() -> ready);
          blocks[1][round] = block(inline::next);
          blocks[2][round] = block(() -> background.hasNext() ? background.next() : ready);
        }
      }
      for (int round = 0; round < effort.rounds(); round++) {
        long start = System.nanoTime();
        float[] unused = maker.augmented(chosen.apply(round), CROP_PAD, seeds.apply(round));
        making[round] = (System.nanoTime() - start) * 1e-6 + 0 * unused[0];
      }
      return result(blocks, making);
    }

    private LoadingSpeed result(double[][] blocks, double[] making) {
      return new LoadingSpeed(
          name,
          data.size(),
          data.channels() + "x" + data.height() + "x" + data.width(),
          effort.batch(),
          effort.threads(),
          effort.loaders(),
          median(blocks[0]),
          median(blocks[1]),
          median(blocks[2]),
          median(making),
          median(ratios(blocks[2], blocks[0])),
          median(ratios(blocks[1], blocks[0])));
    }

    /** Milliseconds a step. */
    private double block(Supplier<Batch> batches) {
      step(batches.get());
      long start = System.nanoTime();
      for (int i = 0; i < effort.steps(); i++) {
        step(batches.get());
      }
      return (System.nanoTime() - start) * 1e-6 / effort.steps();
    }

    private void step(Batch batch) {
      try (PointerScope scope = new PointerScope()) {
        Tensor images =
            Torch.channelsLast(
                Torch.tensor(
                    batch.pixels(),
                    batch.labels().length,
                    data.channels(),
                    data.height(),
                    data.width()));
        Tensor loss =
            torch.cross_entropy_loss(model.forward(images, true), Tensor.create(batch.labels()));
        loss.backward();
        sgd.step(model.trainable(), LEARNING_RATE);
      }
    }
  }

  private static double[] ratios(double[] a, double[] b) {
    double[] ratios = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      ratios[i] = a[i] / b[i];
    }
    return ratios;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
