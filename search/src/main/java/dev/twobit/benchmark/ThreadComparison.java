package dev.twobit.benchmark;

import dev.twobit.experiment.TrainingMachine;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.network.Network;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.tensor.ConvolutionBackend;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.Trainer;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One short training with one thread, again with one, and with two: what the number of threads
 * changes.
 *
 * @param steps of the training
 * @param sameThreadsSameBits one thread twice gave equal weights; two threads twice, too
 * @param differingShare of weights whose bits differ between one and two threads: rounding to few
 *     bits makes a difference in the last place grow
 * @param largestDifference between them
 * @param largestWeight for comparison
 * @param lossOneThread mean of the steps' losses; {@code lossTwoThreads} the same
 */
public record ThreadComparison(
    String processor,
    String convolutions,
    int steps,
    int batchSize,
    boolean sameThreadsSameBits,
    double differingShare,
    double largestDifference,
    double largestWeight,
    double lossOneThread,
    double lossTwoThreads) {

  /**
   * @param steps of {@code batchSize} images each
   */
  public static ThreadComparison of(
      ModelSource model, String dataSpec, QuantizationScheme scheme, int steps, int batchSize)
      throws IOException {
    PreparedNetwork prepared = PreparedNetwork.read(model);
    Network network = (scheme.isNone() ? prepared : prepared.requireQuantized()).network();
    DatasetPair data = PreparedData.images(dataSpec, network);
    List<Trained> results = new ArrayList<>();
    for (int threads : new int[] {1, 1, 2, 2}) {
      results.add(trained(network, data, scheme, steps, batchSize, threads));
    }
    return compare(results, Math.min(steps, data.train().size() / batchSize), batchSize);
  }

  private record Trained(List<Float> weights, double loss) {}

  private static Trained trained(
      Network network,
      DatasetPair data,
      QuantizationScheme scheme,
      int steps,
      int batchSize,
      int threads)
      throws IOException {
    int count = Math.min(data.train().size(), steps * batchSize);
    ImageDataset train = data.train().subset("first", IntStream.range(0, count).toArray());
    DatasetPair some =
        new DatasetPair(data.spec(), train, data.test().subset("one", new int[] {0}));
    PreparedData images = PreparedData.of(some, "auto");
    TrainableNetwork model = TrainableNetwork.of(Initializer.initialize(network, 1), scheme);
    List<Double> losses = new ArrayList<>();
    Path folder = Files.createTempDirectory("twobit-threads");
    try {
      new Trainer(
              model,
              TrainingPlan.of("cifar10", 1, batchSize).executed(Execution.of(1, threads)).values(),
              images.train(),
              images.test(),
              images.normalization())
          .run(folder.resolve("checkpoint"), epoch -> losses.add(epoch.trainLoss()));
    } finally {
      Files.deleteIfExists(folder.resolve("checkpoint"));
      Files.deleteIfExists(folder);
    }
    List<Float> values = new ArrayList<>();
    for (var tensor : model.trainable().values()) {
      for (float v : Torch.floats(tensor)) {
        values.add(v);
      }
    }
    return new Trained(values, losses.get(0));
  }

  private static ThreadComparison compare(List<Trained> results, int steps, int batchSize) {
    List<Float> one = results.get(0).weights();
    List<Float> two = results.get(2).weights();
    int differing = 0;
    double largest = 0;
    double weight = 0;
    for (int i = 0; i < one.size(); i++) {
      differing += one.get(i).equals(two.get(i)) ? 0 : 1;
      largest = Math.max(largest, Math.abs((double) one.get(i) - two.get(i)));
      weight = Math.max(weight, Math.abs(one.get(i)));
    }
    return new ThreadComparison(
        TrainingMachine.current(1).processor(),
        ConvolutionBackend.current().description(),
        steps,
        batchSize,
        one.equals(results.get(1).weights()) && two.equals(results.get(3).weights()),
        (double) differing / one.size(),
        largest,
        weight,
        results.get(0).loss(),
        results.get(2).loss());
  }
}
