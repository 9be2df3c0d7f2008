package dev.twobit.search.contest;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * By how much a network is better than another on the same images after trainings of the same
 * seeds.
 *
 * @param nats by which its held-out cross-entropy is lower, an image
 * @param standardError of it, over images and trainings
 * @param freedom degrees of freedom of the standard error
 * @param points by which its top-1 is higher, percent
 */
public record Lead(double nats, double standardError, double freedom, double points) {

  /**
   * The variance of a lead over trainings and over images. What trainings scatter by is pooled over
   * all compared networks, for a few trainings of two say little of it ({@link Scatter}); what
   * images scatter by is of the two.
   *
   * @param of scores of the network, one a seed
   * @param over scores of what it is compared with, the same seeds
   */
  static Lead of(Score[] of, Score[] over, Scatter trainings) {
    int seeds = of.length;
    int images = of[0].images();
    double[] perImage = new double[images];
    double points = 0;
    for (int s = 0; s < seeds; s++) {
      for (int i = 0; i < images; i++) {
        perImage[i] += (over[s].crossEntropy()[i] - of[s].crossEntropy()[i]) / (double) seeds;
      }
      points += 100 * (of[s].accuracy() - over[s].accuracy()) / seeds;
    }
    double mean = mean(perImage);
    double ofImages = variance(perImage, mean) / images;
    double ofTrainings = 2 * trainings.variance() / seeds;
    double freedom =
        square(ofImages + ofTrainings)
            / (square(ofTrainings) / trainings.freedom() + square(ofImages) / (images - 1.0));
    return new Lead(mean, Math.sqrt(ofImages + ofTrainings), freedom, points);
  }

  /** One-sided probability of such a lead between networks that are equally good. */
  double probability() {
    if (!(standardError > 0)) {
      return nats > 0 ? 0 : 1;
    }
    return 1 - new TDistribution(freedom).cumulativeProbability(nats / standardError);
  }

  /** Whether it is better in both, and not by chance at the level. */
  boolean isBetter(double level) {
    return nats > 0 && points >= 0 && probability() <= level;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum / values.length;
  }

  private static double variance(double[] values, double mean) {
    double sum = 0;
    for (double v : values) {
      sum += square(v - mean);
    }
    return sum / Math.max(1, values.length - 1);
  }

  private static double square(double x) {
    return x * x;
  }
}
