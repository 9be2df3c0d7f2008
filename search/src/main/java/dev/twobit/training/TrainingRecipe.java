package dev.twobit.training;

/**
 * How a network is trained; {@link RecipeFile} reads it from YAML, where every key is described.
 *
 * @param optimizer its kind and settings
 * @param learningRate over the epochs
 * @param groups weight decay, and the rate of quantizer parameters
 * @param loss what is minimized
 * @param clipNorm largest norm of the gradient over all parameters; 0: no limit
 * @param averageDecay of the moving average of weights that is evaluated; 0: none
 * @param reestimationBatches batches from which batch-norm statistics are measured anew before an
 *     evaluation; 0: running ones
 * @param augment flip and crop with {@code cropPad} pixels of zero padding
 * @param threads of libtorch; part of what the bits depend on
 */
public record TrainingRecipe(
    int epochs,
    int batchSize,
    OptimizerChoice optimizer,
    LearningRate learningRate,
    ParameterGroups groups,
    TrainingLoss loss,
    double clipNorm,
    double averageDecay,
    int reestimationBatches,
    boolean augment,
    int cropPad,
    long seed,
    int threads) {

  /** Rate at a 0-based step of a 0-based epoch. */
  double rate(int epoch, int step, int steps) {
    return learningRate.at(epoch, epochs, step, steps);
  }

  /** Warm-up and milestones keep their share of the whole. */
  public TrainingRecipe withEpochs(int newEpochs) {
    return with(newEpochs, batchSize, learningRate.scaled(epochs, newEpochs), seed, threads);
  }

  public TrainingRecipe withBatchSize(int newBatchSize) {
    return with(epochs, newBatchSize, learningRate, seed, threads);
  }

  public TrainingRecipe withPeakRate(double peak) {
    return with(epochs, batchSize, learningRate.withPeak(peak), seed, threads);
  }

  public TrainingRecipe withSeedAndThreads(long newSeed, int newThreads) {
    return with(epochs, batchSize, learningRate, newSeed, newThreads);
  }

  private TrainingRecipe with(
      int newEpochs, int newBatch, LearningRate rate, long newSeed, int newThreads) {
    return new TrainingRecipe(
        newEpochs,
        newBatch,
        optimizer,
        rate,
        groups,
        loss,
        clipNorm,
        averageDecay,
        reestimationBatches,
        augment,
        cropPad,
        newSeed,
        newThreads);
  }
}
