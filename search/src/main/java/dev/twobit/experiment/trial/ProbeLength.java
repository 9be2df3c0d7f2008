package dev.twobit.experiment.trial;

import dev.twobit.training.TrainingRecipe;
import dev.twobit.training.data.BalancedChoice;
import dev.twobit.training.data.ImageDataset;

/**
 * How long a learning rate is tried: a tenth of a training's steps, at least {@value #LEAST_STEPS}
 * of them, or all where a training has fewer. From an epoch up they are whole epochs; less than one
 * is an epoch of so many images, of every class its share.
 *
 * @param images of an epoch
 * @param stepsPerEpoch with these
 */
record ProbeLength(int epochs, int images, int stepsPerEpoch) {
  private static final double SHARE = 0.1;

  /** Fewer hardly move weights over thresholds. */
  private static final int LEAST_STEPS = 50;

  /**
   * @param images that a training has
   */
  static ProbeLength of(TrainingRecipe recipe, int images) {
    int batch = Math.min(recipe.batchSize(), images);
    int epoch = images / batch;
    long all = (long) recipe.epochs() * epoch;
    long steps = Math.max(Math.round(SHARE * all), Math.min(LEAST_STEPS, all));
    return steps < epoch
        ? new ProbeLength(1, (int) steps * batch, (int) steps)
        : new ProbeLength((int) Math.round((double) steps / epoch), images, epoch);
  }

  int steps() {
    return epochs * stepsPerEpoch;
  }

  ImageDataset of(ImageDataset train) {
    return images == train.size()
        ? train
        : train.subset(train.name(), BalancedChoice.of(train, images));
  }
}
