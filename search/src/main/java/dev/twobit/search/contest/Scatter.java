package dev.twobit.search.contest;

import java.util.Arrays;
import java.util.List;

/**
 * How much the mean cross-entropy of a network differs from training to training, beyond what a
 * seed does to all networks alike: the residual of networks x seeds.
 *
 * @param variance of one training's mean, nats squared
 * @param freedom degrees of freedom of the estimate
 */
record Scatter(double variance, double freedom) {

  /**
   * Where some networks have fewer trainings, those seeds are a table of their own which all have,
   * and residuals of the tables are pooled.
   *
   * @param scores of at least two networks, each with one score a seed, at least two; of fewer
   *     seeds than others have the first
   */
  static Scatter of(List<Score[]> scores) {
    double sum = 0;
    double freedom = 0;
    int from = 0;
    for (int to : scores.stream().mapToInt(s -> s.length).sorted().distinct().toArray()) {
      double[][] means = means(scores, from, to);
      sum += squares(means);
      freedom += (means.length - 1.0) * (to - from - 1.0);
      from = to;
    }
    return new Scatter(sum / freedom, freedom);
  }

  /** Of networks that have them, (networks, seeds). */
  private static double[][] means(List<Score[]> scores, int from, int to) {
    return scores.stream()
        .filter(s -> s.length >= to)
        .map(s -> Arrays.stream(s, from, to).mapToDouble(Score::meanCrossEntropy).toArray())
        .toArray(double[][]::new);
  }

  /** Of the residuals of networks x seeds. */
  private static double squares(double[][] means) {
    int networks = means.length;
    int seeds = means[0].length;
    double[] ofNetwork = new double[networks];
    double[] ofSeed = new double[seeds];
    double all = 0;
    for (int n = 0; n < networks; n++) {
      for (int s = 0; s < seeds; s++) {
        ofNetwork[n] += means[n][s] / seeds;
        ofSeed[s] += means[n][s] / networks;
        all += means[n][s] / networks / seeds;
      }
    }
    double sum = 0;
    for (int n = 0; n < networks; n++) {
      for (int s = 0; s < seeds; s++) {
        double residual = means[n][s] - ofNetwork[n] - ofSeed[s] + all;
        sum += residual * residual;
      }
    }
    return sum;
  }
}
