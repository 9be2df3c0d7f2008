package dev.twobit.training;

import dev.twobit.tensor.Torch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What a network has to be measured for before it is trained or judged with weights that it was not
 * trained with (search/docs/methods.md#inherited-weights): ranges of its quantizers and statistics
 * of its batch normalizations.
 */
public final class Calibration {
  private static final int BATCH = 128;
  private static final int RANGE_IMAGES = 512;

  private Calibration() {}

  /**
   * Ranges of activation quantizers that start from data, layer by layer with those before already
   * quantized, on 512 training images; then statistics of batch normalization. Afterwards a
   * training keeps the ranges.
   *
   * @param batches of 128 training images, at least 1, of which the statistics are the mean
   */
  public static void of(
      TrainableNetwork network, ImageDataset images, Normalization normalization, int batches) {
    quantizers(network, images, normalization);
    statistics(network, images, normalization, batches);
  }

  /** Ranges alone, those of weights too; running statistics of batch normalization move. */
  public static void quantizers(
      TrainableNetwork network, ImageDataset images, Normalization normalization) {
    int count = Math.min(RANGE_IMAGES, images.size());
    int[] chosen = Arrays.copyOf(BatchMaker.order(images.size(), 0, 0), count);
    float[] pixels = new BatchMaker(images, normalization).plain(chosen);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor batch =
          Torch.tensor(pixels, count, images.channels(), images.height(), images.width());
      network.forward(Torch.channelsLast(batch), true);
    }
  }

  /**
   * Statistics of batch normalization alone: the means over batches of each one's, a cumulative
   * average.
   *
   * @param batches of 128 training images, at least 1
   */
  public static void statistics(
      TrainableNetwork network, ImageDataset images, Normalization normalization, int batches) {
    EvaluationState.of(network)
        .reestimate(images, normalization, Math.min(BATCH, images.size()), batches);
  }

  /**
   * The ranges of another network's quantizers, by layer, instead of measured ones.
   *
   * @param from with the same quantizers, whose ranges are set
   */
  public static void adopt(TrainableNetwork network, TrainableNetwork from) {
    try (NoGradGuard guard = new NoGradGuard()) {
      for (Map.Entry<String, Tensor> entry : network.trainable().entrySet()) {
        Tensor other = from.trainable().get(entry.getKey());
        if (other != null && LayerQuantizers.isQuantizerKey(entry.getKey())) {
          entry.getValue().copy_(other);
        }
      }
    }
    network.skipInitialization();
    network.quantizers().keepExtents(from.quantizers());
  }
}
