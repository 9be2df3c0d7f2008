package dev.twobit.training;

import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.Arrays;

/** Batches of images in memory, made when asked for. */
final class MemoryBatches implements BatchSource {
  private final ImageDataset images;
  private final BatchMaker maker;
  private final TrainingRecipe recipe;
  private final int batchSize;
  private int orderedEpoch = -1;
  private int[] order = new int[0];

  MemoryBatches(ImageDataset images, Normalization normalization, TrainingRecipe recipe) {
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
    if (epoch != orderedEpoch) {
      order = BatchMaker.order(images.size(), recipe.seed(), epoch);
      orderedEpoch = epoch;
    }
    int[] chosen = Arrays.copyOfRange(order, step * batchSize, (step + 1) * batchSize);
    float[] pixels =
        recipe.augment()
            ? maker.augmented(chosen, recipe.cropPad(), BatchMaker.seed(recipe.seed(), epoch, step))
            : maker.plain(chosen);
    return new Batch(pixels, images.labels(chosen));
  }
}
