package dev.twobit.training;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * How a network is trained; {@link RecipeFile} reads it from YAML, where every key is described.
 *
 * @param threads of libtorch; part of what the bits depend on
 */
public record TrainingRecipe(
    @JsonUnwrapped Duration duration,
    @JsonUnwrapped Optimization optimization,
    @JsonUnwrapped Evaluated evaluated,
    @JsonUnwrapped Augmentation augmentation,
    long seed,
    int threads) {

  /** How much is seen. */
  public record Duration(int epochs, int batchSize) {}

  /**
   * How weights move.
   *
   * @param optimizer its kind and settings
   * @param learningRate over the epochs
   * @param groups weight decay, and the rate of quantizer parameters
   * @param loss what is minimized
   * @param clipNorm largest norm of the gradient over all parameters; 0: no limit
   */
  public record Optimization(
      OptimizerChoice optimizer,
      LearningRate learningRate,
      ParameterGroups groups,
      TrainingLoss loss,
      double clipNorm) {
    private Optimization with(LearningRate rate) {
      return new Optimization(optimizer, rate, groups, loss, clipNorm);
    }
  }

  /**
   * Which of the weights and statistics are evaluated.
   *
   * @param averageDecay of the moving average of weights that is evaluated; 0: none
   * @param reestimationBatches batches from which batch-norm statistics are measured anew before an
   *     evaluation; 0: running ones
   */
  public record Evaluated(double averageDecay, int reestimationBatches) {}

  /**
   * What is done to training images.
   *
   * @param augment flip and crop with {@code cropPad} pixels of zero padding
   */
  public record Augmentation(boolean augment, int cropPad) {}

  public int epochs() {
    return duration.epochs;
  }

  public int batchSize() {
    return duration.batchSize;
  }

  /** Rate at a 0-based step of a 0-based epoch. */
  double rate(int epoch, int step, int steps) {
    return optimization.learningRate.at(epoch, epochs(), step, steps);
  }

  /** Warm-up and milestones keep their share of the whole. */
  public TrainingRecipe withEpochs(int newEpochs) {
    return with(
        new Duration(newEpochs, batchSize()),
        optimization.with(optimization.learningRate.scaled(epochs(), newEpochs)));
  }

  public TrainingRecipe withBatchSize(int newBatchSize) {
    return with(new Duration(epochs(), newBatchSize), optimization);
  }

  /** The same rates, times a factor. */
  public TrainingRecipe withRateFactor(double factor) {
    return withPeakRate(factor * optimization.learningRate.peak());
  }

  public TrainingRecipe withPeakRate(double peak) {
    return with(duration, optimization.with(optimization.learningRate.withPeak(peak)));
  }

  /**
   * A short training that is to say how a peak of the rate does: a whole cosine of its own, step by
   * step and without warm-up, from the peak times {@code factor}.
   */
  public TrainingRecipe probing(int newEpochs, double factor) {
    LearningRate rate = optimization.learningRate;
    return with(
        new Duration(newEpochs, batchSize()),
        optimization.with(rate.withPeak(factor * rate.peak()).wholeCosine()));
  }

  public TrainingRecipe withSeedAndThreads(long newSeed, int newThreads) {
    return new TrainingRecipe(duration, optimization, evaluated, augmentation, newSeed, newThreads);
  }

  private TrainingRecipe with(Duration newDuration, Optimization newOptimization) {
    return new TrainingRecipe(newDuration, newOptimization, evaluated, augmentation, seed, threads);
  }
}
