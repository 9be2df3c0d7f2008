package dev.twobit.search;

import dev.twobit.tensor.Torch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/**
 * The two halves of the training set, of equal class shares, in batches
 * (search/docs/methods.md#search-data).
 */
final class SearchData {
  private final ImageDataset weightHalf;
  private final ImageDataset architectureHalf;
  private final Normalization normalization;
  private final SearchSettings settings;

  SearchData(ImageDataset train, Normalization normalization, SearchSettings settings) {
    ImageDataset seen =
        settings.images().imagesPerClass() == 0
            ? train
            : train.subset(train.name(), some(train, settings));
    int[][] halves = seen.halves(settings.images().splitSeed());
    this.weightHalf = seen.subset("weights", halves[0]);
    this.architectureHalf = seen.subset("architecture", halves[1]);
    this.normalization = normalization;
    this.settings = settings;
  }

  /** The first images of each class in an order drawn by the split's seed. */
  private static int[] some(ImageDataset train, SearchSettings settings) {
    int[] taken = new int[train.classes()];
    return Arrays.stream(BatchMaker.order(train.size(), settings.images().splitSeed(), 1))
        .filter(image -> taken[train.label(image)]++ < settings.images().imagesPerClass())
        .toArray();
  }

  /** Steps of an epoch, each a weight step and in the search an architecture step. */
  int steps() {
    return Math.max(1, weightHalf.size() / batch());
  }

  int batch() {
    return Math.min(settings.images().batchSize(), weightHalf.size());
  }

  /**
   * Normalized images (N,C,H,W) and their labels (N).
   *
   * @param labels class of each image
   */
  record Images(Tensor values, Tensor labels) {}

  /** The order in which an epoch's weight steps see the images, each once. */
  int[] order(long seed, int epoch) {
    return BatchMaker.order(weightHalf.size(), seed, epoch);
  }

  /** The next whole batch in {@link #order}; what is left after the last one is not seen. */
  Images forWeights(int[] order, int step, long stepSeed) {
    int[] chosen = Arrays.copyOfRange(order, step * batch(), (step + 1) * batch());
    return images(weightHalf, chosen, stepSeed, true);
  }

  /** A batch drawn at random with replacement, as TAS draws it. */
  Images forArchitecture(long stepSeed) {
    int[] chosen = new Random(stepSeed).ints(batch(), 0, architectureHalf.size()).toArray();
    return images(architectureHalf, chosen, stepSeed, settings.images().augmentArchitecture());
  }

  private Images images(ImageDataset data, int[] chosen, long stepSeed, boolean augmented) {
    BatchMaker maker = new BatchMaker(data, normalization);
    float[] pixels =
        augmented
            ? maker.augmented(chosen, settings.images().cropPad(), stepSeed)
            : maker.plain(chosen);
    return new Images(
        Torch.channelsLast(
            Torch.tensor(pixels, chosen.length, data.channels(), data.height(), data.width())),
        Tensor.create(data.labels(chosen)));
  }
}
