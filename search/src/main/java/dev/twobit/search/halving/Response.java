package dev.twobit.search.halving;

import dev.twobit.search.contest.Standing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * How held-out cross-entropy goes with widths, as far as networks of a rung tell: ridge regression
 * on the logarithm of every unit's width, the penalty by leaving one out at a time.
 */
final class Response {
  private static final double[] PENALTIES = {0.1, 0.3, 1, 3, 10, 30, 100};

  private final List<String> units;
  private final double[] centre;
  private final double[] slopes;
  private final double level;

  private Response(List<String> units, double[] centre, double[] slopes, double level) {
    this.units = units;
    this.centre = centre;
    this.slopes = slopes;
    this.level = level;
  }

  /** Empty where widths explain no more of what was left out than the mean does. */
  static Optional<Response> of(List<Standing> standings) {
    List<String> units = List.copyOf(standings.get(0).entrant().widths().keySet());
    int rows = standings.size();
    double[] y = new double[rows];
    double[][] x = new double[rows][];
    for (int i = 0; i < rows; i++) {
      y[i] = standings.get(i).score().meanCrossEntropy();
      x[i] = logarithms(standings.get(i).entrant().widths(), units);
    }
    double level = mean(y);
    double[] centre = new double[units.size()];
    for (int u = 0; u < centre.length; u++) {
      for (double[] row : x) {
        centre[u] += row[u] / rows;
      }
    }
    for (int i = 0; i < rows; i++) {
      y[i] -= level;
      for (int u = 0; u < centre.length; u++) {
        x[i][u] -= centre[u];
      }
    }
    return best(new Array2DRowRealMatrix(x), y)
        .map(slopes -> new Response(units, centre, slopes, level));
  }

  /** Held-out cross-entropy that these widths should have after the same training, nats. */
  double at(Map<String, Integer> widths) {
    double[] x = logarithms(widths, units);
    double sum = level;
    for (int u = 0; u < x.length; u++) {
      sum += slopes[u] * (x[u] - centre[u]);
    }
    return sum;
  }

  private static Optional<double[]> best(RealMatrix x, double[] y) {
    double least = 0;
    int rows = y.length;
    for (double v : y) {
      double leftOut = v * rows / (rows - 1.0);
      least += leftOut * leftOut;
    }
    Optional<double[]> found = Optional.empty();
    RealMatrix square = x.transpose().multiply(x);
    for (double penalty : PENALTIES) {
      RealMatrix ridge =
          square.add(
              MatrixUtils.createRealIdentityMatrix(x.getColumnDimension())
                  .scalarMultiply(
                      penalty * square.getTrace() / x.getColumnDimension() / 10 + 1e-9));
      RealMatrix map = new LUDecomposition(ridge).getSolver().getInverse().multiply(x.transpose());
      double[] slopes = map.operate(y);
      double error = leftOut(x, map, slopes, y);
      if (error < least) {
        least = error;
        found = Optional.of(slopes);
      }
    }
    return found;
  }

  /** Sum of squared errors, each of a row that the others were fitted without. */
  private static double leftOut(RealMatrix x, RealMatrix map, double[] slopes, double[] y) {
    double sum = 0;
    double[] fitted = x.operate(slopes);
    for (int i = 0; i < y.length; i++) {
      double leverage = 1.0 / y.length;
      for (int u = 0; u < slopes.length; u++) {
        leverage += x.getEntry(i, u) * map.getEntry(u, i);
      }
      double error = (y[i] - fitted[i]) / Math.max(1e-3, 1 - leverage);
      sum += error * error;
    }
    return sum;
  }

  private static double[] logarithms(Map<String, Integer> widths, List<String> units) {
    return units.stream().mapToDouble(u -> Math.log(widths.getOrDefault(u, 1))).toArray();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum / values.length;
  }
}
