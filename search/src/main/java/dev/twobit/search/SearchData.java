package dev.twobit.search;

import dev.twobit.network.InvalidInputException;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/**
 * The two parts of the training set, of equal class shares, in batches
 * (search/docs/methods.md#search-data).
 */
final class SearchData {
  private final ImageDataset forWeights;
  private final ImageDataset forArchitecture;
  private final Normalization normalization;
  private final SearchSettings settings;

  SearchData(ImageDataset train, Normalization normalization, SearchSettings settings) {
    ImageDataset seen =
        settings.images().imagesPerClass() == 0
            ? train
            : train.subset(train.name(), some(train, settings));
    double share = settings.images().architectureShare();
    int[][] parts = seen.parts(settings.images().splitSeed(), share);
    if (parts[1].length == 0) {
      throw new InvalidInputException(
          "'architecture-share': found %s of %d images, which is none of any class, expected more"
              .formatted(share, seen.size()));
    }
    this.forWeights = seen.subset("weights", parts[0]);
    this.forArchitecture = seen.subset("architecture", parts[1]);
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
    return Math.max(1, forWeights.size() / batch());
  }

  int batch() {
    return Math.min(settings.images().batchSize(), forWeights.size());
  }

  /**
   * Normalized images (N,C,H,W) and their labels (N).
   *
   * @param labels class of each image
   */
  record Images(Tensor values, Tensor labels) {}

  /** The order in which an epoch's weight steps see the images, each once. */
  int[] order(long seed, int epoch) {
    return BatchMaker.order(forWeights.size(), seed, epoch);
  }

  /** The next whole batch in {@link #order}; what is left after the last one is not seen. */
  Images forWeights(int[] order, int step, long stepSeed) {
    int[] chosen = Arrays.copyOfRange(order, step * batch(), (step + 1) * batch());
    return images(forWeights, chosen, stepSeed, true);
  }

  /** A batch drawn at random with replacement, as TAS draws it. */
  Images forArchitecture(long stepSeed) {
    int[] chosen = new Random(stepSeed).ints(batch(), 0, forArchitecture.size()).toArray();
    return images(forArchitecture, chosen, stepSeed, settings.images().augmentArchitecture());
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
