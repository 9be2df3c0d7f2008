package dev.twobit.search.contest;

import dev.twobit.training.data.ImageDataset;
import java.util.Arrays;
import java.util.Comparator;

/**
 * How a network did on held-out images.
 *
 * @param crossEntropy of each image, nats; the same images in the same order for all networks
 * @param right whether the largest logit of each image is its label's
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of figures, read only
public record Score(float[] crossEntropy, boolean[] right) {
  /** Lowest cross-entropy first; where it is the same, the one with more images right. */
  public static final Comparator<Score> BEST_FIRST =
      Comparator.comparingDouble(Score::meanCrossEntropy)
          .thenComparing(Comparator.comparingDouble(Score::accuracy).reversed());

  /** What a network counts as whose training diverged, nats: far more than any guess has. */
  private static final float DIVERGED = 100;

  private static final int HUNDREDTHS = 10_000;

  public Score {
    if (crossEntropy.length != right.length || right.length == 0) {
      throw new IllegalArgumentException(crossEntropy.length + " and " + right.length + " images");
    }
  }

  /**
   * @param logits of every image, (N, classes)
   */
  public static Score of(float[][] logits, ImageDataset images) {
    float[] crossEntropy = new float[logits.length];
    boolean[] right = new boolean[logits.length];
    for (int i = 0; i < logits.length; i++) {
      crossEntropy[i] = (float) crossEntropy(logits[i], images.label(i));
      right[i] = isLargest(logits[i], images.label(i));
    }
    return new Score(crossEntropy, right);
  }

  /**
   * Of which only the means are known: as of so many images that top-1 keeps its hundredths of a
   * percent, however many there were.
   *
   * @param accuracy share that is right, 0..1
   */
  static Score ofMeans(double meanLoss, double accuracy) {
    float[] loss = new float[HUNDREDTHS];
    Arrays.fill(loss, (float) meanLoss);
    boolean[] right = new boolean[HUNDREDTHS];
    Arrays.fill(right, 0, (int) Math.round(accuracy * HUNDREDTHS), true);
    return new Score(loss, right);
  }

  /** Whether all images have the same loss, as {@link #ofMeans} makes them. */
  boolean isMean() {
    for (float value : crossEntropy) {
      if (value != crossEntropy[0]) {
        return false;
      }
    }
    return true;
  }

  /** Every image wrong. */
  public static Score diverged(int images) {
    float[] crossEntropy = new float[images];
    Arrays.fill(crossEntropy, DIVERGED);
    return new Score(crossEntropy, new boolean[images]);
  }

  private static double crossEntropy(float[] logits, int label) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    double value = Math.log(sum) + largest - logits[label];
    return Double.isFinite(value) ? Math.min(value, DIVERGED) : DIVERGED;
  }

  private static boolean isLargest(float[] logits, int label) {
    for (int i = 0; i < logits.length; i++) {
      // As argmax has it: of equal ones the first.
      if (logits[i] > logits[label] || (i < label && logits[i] == logits[label])) {
        return false;
      }
    }
    return true;
  }

  /** How many were scored. */
  public int images() {
    return right.length;
  }

  /** Nats an image. */
  public double meanCrossEntropy() {
    double sum = 0;
    for (float value : crossEntropy) {
      sum += value;
    }
    return sum / crossEntropy.length;
  }

  /** Share of images that are right, 0..1. */
  public double accuracy() {
    int count = 0;
    for (boolean r : right) {
      count += r ? 1 : 0;
    }
    return (double) count / right.length;
  }
}
