package dev.twobit.training;

/**
 * Top-1 on a data set.
 *
 * @param meanLoss cross-entropy, nats
 */
public record Evaluation(int correct, int total, double meanLoss) {
  /** 0..1. */
  public double accuracy() {
    return (double) correct / total;
  }
}
