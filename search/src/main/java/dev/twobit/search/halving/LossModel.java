package dev.twobit.search.halving;

import dev.twobit.search.contest.ResidualChoice;
import dev.twobit.search.contest.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * What a network's loss should be, by those measured (search/docs/methods.md#halving): the sum of
 * what its units bring alone, and a Gaussian process for what they bring together (Rasmussen and
 * Williams 2006, "Gaussian processes for machine learning", equations 2.25 and 2.26), over the
 * base-2 logarithms of widths. How far it reaches and how much of it is chance go by leaving one
 * network out at a time (their equation 5.12).
 */
final class LossModel implements ToDoubleFunction<Map<String, Integer>> {
  /** Doublings over which what units bring together stays alike. */
  private static final double[] REACHES = {0.5, 1, 2, 4};

  /** Variance of chance for each of the process. */
  private static final double[] CHANCES = {0.01, 0.1, 1};

  /** Nats above the best loss from which on all losses count alike. */
  private static final double MOST_WORSE = 1;

  /**
   * A process fitted to what the units alone leave.
   *
   * @param reach doublings
   * @param inverse of the covariance of what was measured, chance included
   * @param weights it times what is left
   * @param variance of the process, nats squared
   */
  private record Fit(double reach, RealMatrix inverse, double[] weights, double variance) {}

  private final ToDoubleFunction<Map<String, Integer>> alone;
  private final List<String> units;
  private final double[][] measured;
  private final Fit fit;

  private LossModel(
      ToDoubleFunction<Map<String, Integer>> alone,
      List<String> units,
      double[][] measured,
      Fit fit) {
    this.alone = alone;
    this.units = units;
    this.measured = measured;
    this.fit = fit;
  }

  /**
   * @param alone how much lower the loss should be than the original's by units alone, nats
   * @param standings measured alike, the original first
   * @param best loss of a network within the budgets so far, nats
   */
  static LossModel of(
      ToDoubleFunction<Map<String, Integer>> alone, List<Standing> standings, double best) {
    Map<String, Integer> first = ResidualChoice.channels(standings.get(0).entrant().widths());
    List<String> units = List.copyOf(first.keySet());
    double original = standings.get(0).score().meanCrossEntropy();
    double least = original - best - MOST_WORSE;
    double[][] at = new double[standings.size()][];
    double[] left = new double[standings.size()];
    for (int i = 0; i < at.length; i++) {
      Map<String, Integer> widths = standings.get(i).entrant().widths();
      at[i] = doublings(widths, units);
      double lower = original - standings.get(i).score().meanCrossEntropy();
      left[i] = Math.max(least, lower) - Math.max(least, alone.applyAsDouble(widths));
    }
    Fit fitted = fit(at, left, REACHES[0], CHANCES[0]);
    double smallest = Double.POSITIVE_INFINITY;
    for (double reach : REACHES) {
      for (double chance : CHANCES) {
        Fit tried = fit(at, left, reach, chance);
        double error = leftOut(tried);
        if (error < smallest) {
          smallest = error;
          fitted = tried;
        }
      }
    }
    return new LossModel(alone, units, at, fitted);
  }

  private static Fit fit(double[][] at, double[] left, double reach, double chance) {
    int rows = at.length;
    double[][] covariance = new double[rows][rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < rows; j++) {
        covariance[i][j] = alike(at[i], at[j], reach) + (i == j ? chance : 0);
      }
    }
    RealMatrix inverse =
        new CholeskyDecomposition(new Array2DRowRealMatrix(covariance, false))
            .getSolver()
            .getInverse();
    double[] weights = inverse.operate(left);
    double variance = 0;
    for (int i = 0; i < rows; i++) {
      variance += left[i] * weights[i] / rows;
    }
    return new Fit(reach, inverse, weights, Math.max(0, variance));
  }

  /** Sum of squared errors, each of a network that the others were fitted without. */
  private static double leftOut(Fit fit) {
    double sum = 0;
    for (int i = 0; i < fit.weights.length; i++) {
      double error = fit.weights[i] / fit.inverse.getEntry(i, i);
      sum += error * error;
    }
    return sum;
  }

  private static double alike(double[] a, double[] b, double reach) {
    double square = 0;
    for (int u = 0; u < a.length; u++) {
      square += (a[u] - b[u]) * (a[u] - b[u]);
    }
    return Math.exp(-square / (2 * reach * reach));
  }

  private static double[] doublings(Map<String, Integer> widths, List<String> units) {
    return units.stream()
        .mapToDouble(u -> Math.log(widths.getOrDefault(u, 1)) / Math.log(2))
        .toArray();
  }

  private double[] alike(Map<String, Integer> widths) {
    double[] at = doublings(widths, units);
    double[] alike = new double[measured.length];
    for (int i = 0; i < alike.length; i++) {
      alike[i] = alike(at, measured[i], fit.reach);
    }
    return alike;
  }

  /** How much lower the loss should be than the original's, nats. */
  @Override
  public double applyAsDouble(Map<String, Integer> widths) {
    double[] alike = alike(widths);
    double lower = alone.applyAsDouble(widths);
    for (int i = 0; i < alike.length; i++) {
      lower += alike[i] * fit.weights[i];
    }
    return lower;
  }

  /** Standard deviation of what is not known of it, chance left out, nats. */
  double unsure(Map<String, Integer> widths) {
    double[] alike = alike(widths);
    double[] solved = fit.inverse.operate(alike);
    double known = 0;
    for (int i = 0; i < alike.length; i++) {
      known += alike[i] * solved[i];
    }
    return Math.sqrt(fit.variance * Math.max(0, 1 - known));
  }

  /**
   * Those that promise most, in turn by what is expected and by that and one standard deviation of
   * what is not known; no two that differ in one unit only while there are others.
   *
   * @param networks each once
   */
  List<Map<String, Integer>> promising(List<Map<String, Integer>> networks, int count) {
    record Promise(Map<String, Integer> widths, double expected, double unsure) {}
    List<Promise> promises =
        networks.stream().map(w -> new Promise(w, applyAsDouble(w), unsure(w))).toList();
    List<List<Map<String, Integer>>> orders =
        Stream.of(0, 1)
            .map(
                doubt ->
                    promises.stream()
                        .sorted(Comparator.comparingDouble(p -> -p.expected - doubt * p.unsure))
                        .map(Promise::widths)
                        .toList())
            .toList();
    List<Map<String, Integer>> chosen = new ArrayList<>();
    for (long apart = 1; apart >= 0; apart--) {
      long least = apart;
      boolean more = true;
      while (more && chosen.size() < count) {
        Optional<Map<String, Integer>> next =
            orders.get(chosen.size() % orders.size()).stream()
                .filter(w -> chosen.stream().allMatch(c -> FieldDraw.differences(c, w) > least))
                .findFirst();
        next.ifPresent(chosen::add);
        more = next.isPresent();
      }
    }
    return chosen;
  }
}
