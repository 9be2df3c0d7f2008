package dev.twobit.experiment;

import dev.twobit.network.BatchNormalizationRestorer;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.onnx.OnnxImporter;
import dev.twobit.onnx.SupportCheck;
import dev.twobit.tensor.ConvolutionBackend;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.Trainer;
import dev.twobit.training.TrainingRecipe;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
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
 * @param differingShare of weights and statistics whose bits differ between one and two threads
 * @param largestDifference between them
 * @param largestWeight for comparison
 */
public record ThreadComparison(
    String processor,
    String convolutions,
    int steps,
    int batchSize,
    boolean sameThreadsSameBits,
    double differingShare,
    double largestDifference,
    double largestWeight) {

  /**
   * @param steps of {@code batchSize} images each
   */
  public static ThreadComparison of(
      Path model, String dataSpec, QuantizationScheme scheme, int steps, int batchSize)
      throws IOException {
    Network imported = OnnxImporter.read(model);
    SupportCheck.requireSupported(imported);
    Network network =
        BatchNormalizationRestorer.restore(NetworkCanonicalizer.canonical(imported)).network();
    if (!scheme.isNone()) {
      ConvolutionRoles.requireQuantized(network);
    }
    DatasetPair data = DatasetPair.load(dataSpec);
    data.requireFit(network);
    List<List<Float>> results = new ArrayList<>();
    for (int threads : new int[] {1, 1, 2, 2}) {
      results.add(trained(network, data, scheme, steps, batchSize, threads));
    }
    return compare(results, Math.min(steps, data.train().size() / batchSize), batchSize);
  }

  private static List<Float> trained(
      Network network,
      DatasetPair data,
      QuantizationScheme scheme,
      int steps,
      int batchSize,
      int threads)
      throws IOException {
    int images = Math.min(data.train().size(), steps * batchSize);
    ImageDataset train = data.train().subset("first", IntStream.range(0, images).toArray());
    TrainableNetwork model = TrainableNetwork.of(Initializer.initialize(network, 1), scheme);
    Path folder = Files.createTempDirectory("twobit-threads");
    try {
      new Trainer(
              model,
              TrainingRecipe.cifar(1, batchSize, 1, threads),
              train,
              data.test().subset("one", new int[] {0}),
              Normalization.measured(train))
          .run(folder.resolve("checkpoint"), epoch -> {});
    } finally {
      Files.deleteIfExists(folder.resolve("checkpoint"));
      Files.deleteIfExists(folder);
    }
    List<Float> values = new ArrayList<>();
    for (var tensors : List.of(model.trainable(), model.buffers())) {
      tensors
          .values()
          .forEach(
              t -> {
                for (float v : Torch.floats(t)) {
                  values.add(v);
                }
              });
    }
    return values;
  }

  private static ThreadComparison compare(List<List<Float>> results, int steps, int batchSize) {
    List<Float> one = results.get(0);
    List<Float> two = results.get(2);
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
        one.equals(results.get(1)) && two.equals(results.get(3)),
        (double) differing / one.size(),
        largest,
        weight);
  }
}
