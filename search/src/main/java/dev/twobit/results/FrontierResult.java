package dev.twobit.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Networks of other widths that use a budget up: none of their units' next width fits.
 *
 * @param summary the same in two lines
 * @param complete whether {@code networks} are all there are
 * @param mostMacs the network of most multiply-accumulates, {@code mostParams} of most parameters
 * @param units the cheapest to widen first
 * @param networks in the order they were found
 */
public record FrontierResult(
    String twobitVersion,
    Asked asked,
    List<String> summary,
    boolean complete,
    Point mostMacs,
    Point mostParams,
    List<Unit> units,
    List<Point> networks) {
  public FrontierResult {
    summary = List.copyOf(summary);
    units = List.copyOf(units);
    networks = List.copyOf(networks);
  }

  /**
   * What was asked for.
   *
   * @param budgets {@code kind=value}, each of one kind of cost
   */
  public record Asked(
      String model,
      String hardware,
      List<String> budgets,
      String coupling,
      int bits,
      int residualBits) {
    public Asked {
      budgets = List.copyOf(budgets);
    }
  }

  /**
   * A network; its costs are multiples of the original's.
   *
   * @param widths by unit
   * @param latency of layers one by one; {@code whole} of layers back to back
   */
  public record Point(
      Map<String, Integer> widths, double macs, double params, double latency, double whole) {
    public Point {
      widths = Collections.unmodifiableMap(new LinkedHashMap<>(widths));
    }
  }

  /**
   * A unit of the original.
   *
   * @param candidates widths before the cost jumps, and its own
   * @param saving of the step to {@code narrower}, a share of the original's latency
   * @param cost of the step to {@code wider}, likewise
   * @param capacity of that step: relative gain in multiply-accumulates times parameters
   */
  public record Unit(
      String unit,
      int width,
      List<Integer> candidates,
      int narrower,
      double saving,
      int wider,
      double cost,
      double capacity) {
    public Unit {
      candidates = List.copyOf(candidates);
    }
  }
}
