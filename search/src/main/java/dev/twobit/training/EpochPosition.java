package dev.twobit.training;

/**
 * How far an epoch is.
 *
 * @param epoch 1-based, of {@code epochs}
 * @param step steps done of {@code steps}
 * @param images done in this sitting, and {@code seconds} that they took
 */
public record EpochPosition(
    int epoch, int epochs, int step, int steps, long images, double seconds) {
  /** Epochs done, with the part of this one. */
  public double epochsDone() {
    return epoch - 1 + (double) step / steps;
  }

  public double imagesPerSecond() {
    return images / Math.max(1e-9, seconds);
  }
}
