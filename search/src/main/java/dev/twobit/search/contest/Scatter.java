package dev.twobit.search.contest;

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
   * @param scores of at least two networks, each with one score a seed, at least two
   */
  static Scatter of(List<Score[]> scores) {
    int networks = scores.size();
    int seeds = scores.get(0).length;
    double[][] means = new double[networks][seeds];
    double[] ofNetwork = new double[networks];
    double[] ofSeed = new double[seeds];
    double all = 0;
    for (int n = 0; n < networks; n++) {
      for (int s = 0; s < seeds; s++) {
        means[n][s] = scores.get(n)[s].meanCrossEntropy();
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
    double freedom = (networks - 1.0) * (seeds - 1.0);
    return new Scatter(sum / freedom, freedom);
  }
}
