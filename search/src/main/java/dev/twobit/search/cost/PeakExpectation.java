package dev.twobit.search.cost;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Expectation of the largest of several costs that are taken to be independent: the largest is at
 * most b with the product of the probabilities that each is. Smooth in the probabilities, so that
 * every layer that may be the largest has a gradient.
 *
 * <p>Layers that share a unit are not independent; each one's distribution is exact all the same.
 * So the value is exact where every unit is certain of its width, and where no two layers share an
 * uncertain one; otherwise mostly above, for layers that share a unit tend to be large together.
 */
final class PeakExpectation {
  private final double[] levels;
  private final int[][] level;

  /** Index of the lowest level that the largest can have. */
  private final int lowest;

  /** Costs that can be above the lowest level. */
  private final List<Integer> active;

  /**
   * @param tables costs by term and joint value
   */
  PeakExpectation(List<double[]> tables) {
    TreeSet<Double> all = new TreeSet<>();
    tables.forEach(t -> Arrays.stream(t).forEach(all::add));
    this.levels = all.stream().mapToDouble(Double::doubleValue).toArray();
    this.level =
        tables.stream()
            .map(t -> Arrays.stream(t).mapToInt(v -> Arrays.binarySearch(levels, v)).toArray())
            .toArray(int[][]::new);
    this.lowest =
        Arrays.stream(level).mapToInt(l -> Arrays.stream(l).min().orElse(0)).max().orElse(0);
    this.active =
        java.util.stream.IntStream.range(0, level.length)
            .filter(t -> Arrays.stream(level[t]).max().orElse(0) > lowest)
            .boxed()
            .toList();
  }

  /**
   * The expectation; adds its gradient with respect to the probabilities.
   *
   * @param p probabilities by term and joint value; {@code gradients} likewise
   */
  double add(double[][] p, double[][] gradients) {
    int n = levels.length - lowest;
    double[][] upTo = new double[active.size()][];
    for (int a = 0; a < upTo.length; a++) {
      upTo[a] = cumulative(p[active.get(a)], level[active.get(a)], n);
    }
    double value = levels[levels.length - 1];
    double[][] slope = new double[active.size()][n];
    double[] before = new double[active.size() + 1];
    for (int k = 0; k + 1 < n; k++) {
      double width = levels[lowest + k + 1] - levels[lowest + k];
      before[0] = 1;
      for (int a = 0; a < upTo.length; a++) {
        before[a + 1] = before[a] * upTo[a][k];
      }
      value -= width * before[upTo.length];
      double after = 1;
      for (int a = upTo.length - 1; a >= 0; a--) {
        slope[a][k] = -width * before[a] * after;
        after *= upTo[a][k];
      }
    }
    for (int a = 0; a < upTo.length; a++) {
      spread(slope[a], level[active.get(a)], gradients[active.get(a)]);
    }
    return value;
  }

  private double[] cumulative(double[] p, int[] levelOf, int n) {
    double[] sum = new double[n];
    for (int i = 0; i < p.length; i++) {
      sum[Math.max(0, levelOf[i] - lowest)] += p[i];
    }
    for (int k = 1; k < n; k++) {
      sum[k] += sum[k - 1];
    }
    return sum;
  }

  /** A value's probability enters the distribution function at its level and all above. */
  private void spread(double[] slope, int[] levelOf, double[] gradient) {
    for (int k = slope.length - 2; k >= 0; k--) {
      slope[k] += slope[k + 1];
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += slope[Math.max(0, levelOf[i] - lowest)];
    }
  }
}
