package dev.twobit.training;

import dev.twobit.training.data.Batch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import dev.twobit.training.data.PrefetchingBatches;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;

/** Batches of a data set in the order of seed and epoch, the next ones made in the background. */
final class EpochBatches implements BatchSource {
  private final ImageDataset images;
  private final BatchMaker maker;
  private final TrainingRecipe recipe;
  private final int batchSize;

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // none before the first step
  private Optional<PrefetchingBatches> coming = Optional.empty();

  private int nextEpoch = -1;
  private int nextStep;

  EpochBatches(ImageDataset images, Normalization normalization, TrainingRecipe recipe) {
    this.images = images;
    this.maker = new BatchMaker(images, normalization);
    this.recipe = recipe;
    this.batchSize = Math.min(recipe.batchSize(), images.size());
  }

  @Override
  public int steps() {
    return images.size() / batchSize;
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public Batch batch(int epoch, int step) {
    PrefetchingBatches from =
        coming
            .filter(c -> epoch == nextEpoch && step == nextStep)
            .orElseGet(() -> begin(epoch, step));
    nextStep++;
    return from.next();
  }

  private PrefetchingBatches begin(int epoch, int step) {
    close();
    int[] order = BatchMaker.order(images.size(), recipe.seed(), epoch);
    IntFunction<int[]> chosen =
        i -> Arrays.copyOfRange(order, (step + i) * batchSize, (step + i + 1) * batchSize);
    int count = steps() - step;
    int threads = images.loaderThreads();
    PrefetchingBatches from =
        recipe.augmentation().augment()
            ? PrefetchingBatches.augmented(
                maker,
                chosen,
                recipe.augmentation().cropPad(),
                i -> BatchMaker.seed(recipe.seed(), epoch, step + i),
                count,
                threads)
            : PrefetchingBatches.plain(maker, chosen, count, threads);
    coming = Optional.of(from);
    nextEpoch = epoch;
    nextStep = step;
    return from;
  }

  @Override
  public void close() {
    coming.ifPresent(PrefetchingBatches::close);
    coming = Optional.empty();
  }
}
