package dev.twobit.search.utilization;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the loss of a network is taken to be at other widths (search/docs/methods.md#utilization):
 * of every unit a power of its width, so that what was measured of narrower widths tells of wider
 * ones; of several units the sum.
 */
final class WidthLosses {
  private static final double LEAST_EXPONENT = 0.5;
  private static final double MOST_EXPONENT = 2;

  /** Of a unit of which one width was measured. */
  private static final double USUAL_EXPONENT = 1;

  private static final int HALVINGS = 50;

  private final Map<String, OfUnit> units = new LinkedHashMap<>();

  /**
   * @param widths of the network that was measured
   * @param rises by unit, how much the loss was higher with the unit at a narrower width, nats; of
   *     a unit that is not named nothing is known, so that no width is better than another
   */
  WidthLosses(Map<String, Integer> widths, Map<String, Map<Integer, Double>> rises) {
    rises.forEach(
        (unit, measured) -> units.put(unit, OfUnit.of(widths.getOrDefault(unit, 1), measured)));
  }

  /** How much higher the loss should be at these widths, nats; below 0 where it should be lower. */
  double change(Map<String, Integer> widths) {
    double sum = 0;
    for (Map.Entry<String, OfUnit> unit : units.entrySet()) {
      OfUnit loss = unit.getValue();
      sum += loss.change(widths.getOrDefault(unit.getKey(), loss.width));
    }
    return sum;
  }

  /**
   * A unit's part: factor x width ^ -exponent.
   *
   * @param rises that were measured, by width, none below 0
   */
  private record OfUnit(int width, Map<Integer, Double> rises, double factor, double exponent) {

    /** A loss that is lower without channels is chance, and counts as no rise. */
    static OfUnit of(int width, Map<Integer, Double> measured) {
      TreeMap<Integer, Double> rises = new TreeMap<>();
      measured.forEach((narrower, rise) -> rises.put(narrower, Math.max(0, rise)));
      if (rises.isEmpty()) {
        return new OfUnit(width, rises, 0, USUAL_EXPONENT);
      }
      int near = rises.lastKey();
      int far = rises.firstKey();
      double nearest = rises.getOrDefault(near, 0.0);
      double exponent =
          far < near && nearest > 0
              ? exponent(width, near, far, rises.getOrDefault(far, 0.0) / nearest)
              : USUAL_EXPONENT;
      double factor = nearest / difference(width, near, exponent);
      return new OfUnit(width, rises, factor, exponent);
    }

    double change(int to) {
      Double measured = rises.get(to);
      return measured == null ? factor * difference(width, to, exponent) : measured;
    }

    /** With which the rise to the far width is so many times that to the near one, clipped. */
    private static double exponent(int width, int near, int far, double ratio) {
      double low = LEAST_EXPONENT;
      double high = MOST_EXPONENT;
      for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        // The ratio rises with the exponent.
        if (difference(width, far, middle) / difference(width, near, middle) < ratio) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return (low + high) / 2;
    }

    private static double difference(int width, int to, double exponent) {
      return Math.pow(to, -exponent) - Math.pow(width, -exponent);
    }
  }
}
