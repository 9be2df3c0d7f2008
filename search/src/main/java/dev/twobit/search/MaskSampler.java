package dev.twobit.search;

import java.util.SplittableRandom;

/** Weights of all candidates by Gumbel-softmax (FBNetV2, Wan et al. 2020; SPEC 6.2). */
final class MaskSampler {
  private MaskSampler() {}

  /**
   * @param temperature at 0 or below the probabilities themselves, without noise
   * @return one weight a candidate, summing to 1
   */
  static double[] sample(double[] probabilities, double temperature, SplittableRandom random) {
    return ArchitectureParameters.softmax(
        PairSampler.perturbed(probabilities, temperature, random));
  }

  /** Gradient of the logits from that of the weights: the softmax's, at temperature. */
  static double[] logitGradient(double[] weights, double[] gradient, double temperature) {
    double mean = 0;
    for (int i = 0; i < weights.length; i++) {
      mean += weights[i] * gradient[i];
    }
    double[] logits = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      logits[i] = weights[i] * (gradient[i] - mean) / PairSampler.divisor(temperature);
    }
    return logits;
  }
}
