package dev.twobit.training;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * A network that starts from the weights of its file. Where batch normalization was restored behind
 * a convolution, it gets the mean and variance of what it reads on training images, scale
 * sqrt(variance + epsilon) and shift bias + mean: the evaluated output is unchanged.
 */
public final class ImportedWeights {
  private static final int MOST_IMAGES = 1000;
  private static final int BATCH = 250;

  private ImportedWeights() {}

  /**
   * @param network with batch normalization restored as {@code BatchNormalizationRestorer} does
   * @param restored convolutions it was restored behind
   * @param images training images, of which the first thousand of a fixed order are used
   */
  public static Network calibrate(
      Network network, Set<String> restored, ImageDataset images, Normalization normalization) {
    requireWeights(network);
    Set<String> inputs = new java.util.HashSet<>();
    network.convolutions().stream()
        .filter(c -> restored.contains(c.name()))
        .forEach(c -> inputs.add(c.output()));
    Map<String, Layer.BatchNormalization> behind = new LinkedHashMap<>();
    network.layers().stream()
        .flatMap(l -> l.asBatchNormalization().stream())
        .filter(b -> inputs.contains(b.input()))
        .forEach(b -> behind.put(b.name(), b));
    BatchStatistics statistics = new BatchStatistics(l -> behind.containsKey(l.name()));
    if (inputs.isEmpty()) {
      return network;
    }
    measure(network, images, normalization, statistics);
    Map<String, WeightTensor> changed = new HashMap<>();
    behind.forEach((name, b) -> put(changed, network, b, statistics.moments(name)));
    return network.withParameters(network.parameters().with(changed));
  }

  private static void requireWeights(Network network) {
    for (Layer layer : network.layers()) {
      for (String key : ParameterKeys.trainable(layer)) {
        if (!network.parameters().contains(key)) {
          throw new InvalidInputException(
              network.name()
                  + ": --init imported: found no weights '"
                  + key
                  + "' in the file; expected a trained network, or --init fresh");
        }
      }
    }
  }

  private static void measure(
      Network network,
      ImageDataset images,
      Normalization normalization,
      BatchStatistics statistics) {
    int[] order = BatchMaker.order(images.size(), 0, 0);
    BatchMaker batches = new BatchMaker(images, normalization);
    TrainableNetwork model = TrainableNetwork.of(network, QuantizationScheme.none());
    int total = Math.min(MOST_IMAGES, images.size());
    for (int first = 0; first < total; first += BATCH) {
      int[] chosen = Arrays.copyOfRange(order, first, Math.min(first + BATCH, total));
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        model.forward(
            Torch.channelsLast(
                Torch.tensor(
                    batches.plain(chosen),
                    chosen.length,
                    images.channels(),
                    images.height(),
                    images.width())),
            false,
            statistics::reads);
      }
    }
  }

  /** What it does now, (x - mean) / deviation x scale + shift, done with the measured moments. */
  private static void put(
      Map<String, WeightTensor> changed,
      Network network,
      Layer.BatchNormalization b,
      BatchStatistics.Moments moments) {
    float[] shift = network.parameters().get(b.name() + ".shift").values();
    int channels = shift.length;
    float[] mean = new float[channels];
    float[] variance = new float[channels];
    float[] scale = new float[channels];
    float[] newShift = new float[channels];
    for (int c = 0; c < channels; c++) {
      mean[c] = (float) moments.mean()[c];
      variance[c] = (float) moments.variance()[c];
      scale[c] = (float) Math.sqrt(variance[c] + b.epsilon());
      newShift[c] = (float) ((double) shift[c] + mean[c]);
    }
    changed.put(b.name() + ".mean", WeightTensor.vector(mean));
    changed.put(b.name() + ".variance", WeightTensor.vector(variance));
    changed.put(b.name() + ".scale", WeightTensor.vector(scale));
    changed.put(b.name() + ".shift", WeightTensor.vector(newShift));
  }
}
