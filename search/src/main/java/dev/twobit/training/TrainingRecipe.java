package dev.twobit.training;

/**
 * How a network is trained (SPEC 4.1 for the paper's CIFAR-10 figures).
 *
 * @param warmupEpochs of linear learning-rate warm-up, then cosine to 0
 * @param learningRate at its peak
 * @param alphaDecay weight decay of PACT's alpha (the paper: 0.001)
 * @param augment flip and crop with {@code cropPad} pixels of zero padding
 * @param threads of libtorch; part of what the bits depend on
 */
public record TrainingRecipe(
    int epochs,
    int warmupEpochs,
    int batchSize,
    double learningRate,
    double momentum,
    double weightDecay,
    double alphaDecay,
    boolean augment,
    int cropPad,
    long seed,
    int threads) {

  /** The paper's CIFAR-10 recipe for so many epochs. */
  public static TrainingRecipe cifar(int epochs, int batchSize, long seed, int threads) {
    return new TrainingRecipe(
        epochs, epochs >= 100 ? 5 : 0, batchSize, 0.1, 0.9, 5e-4, 1e-3, true, 4, seed, threads);
  }

  /** Rate of epoch {@code e}, constant within it. */
  public double learningRate(int e) {
    if (e < warmupEpochs) {
      return learningRate * (e + 1) / warmupEpochs;
    }
    int cosineEpochs = Math.max(1, epochs - warmupEpochs);
    return learningRate * (1 + Math.cos(Math.PI * (e - warmupEpochs) / cosineEpochs)) / 2;
  }
}
