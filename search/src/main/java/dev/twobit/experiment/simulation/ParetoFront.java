package dev.twobit.experiment.simulation;

import java.util.List;

/** Points that no other point dominates; smaller is better. */
final class ParetoFront {
  private ParetoFront() {}

  /**
   * One answer a point.
   *
   * @param points the same number of objectives each
   */
  static boolean[] of(List<double[]> points) {
    boolean[] front = new boolean[points.size()];
    for (int i = 0; i < front.length; i++) {
      double[] point = points.get(i);
      front[i] = points.stream().noneMatch(other -> dominates(other, point));
    }
    return front;
  }

  /** At least as good in every objective and better in one. */
  private static boolean dominates(double[] a, double[] b) {
    boolean better = false;
    for (int i = 0; i < a.length; i++) {
      if (a[i] > b[i]) {
        return false;
      }
      better |= a[i] < b[i];
    }
    return better;
  }
}
