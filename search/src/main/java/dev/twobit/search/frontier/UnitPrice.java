package dev.twobit.search.frontier;

/**
 * What it costs to make one unit of the original wider, and saves to make it narrower, all others
 * as they are.
 *
 * @param width of the original
 * @param wider its next candidate, {@code width} if it has none; {@code narrower} likewise
 * @param cost of the step up, a share of the whole network's cost
 * @param saving of the step down, likewise
 * @param capacity of the step up: relative gain in multiply-accumulates times parameters
 */
public record UnitPrice(
    String unit, int width, int wider, int narrower, double cost, double saving, double capacity) {

  /** Share of the network's cost for a doubling of multiply-accumulates times parameters. */
  public double perDoubling() {
    return cost * Math.log(2) / Math.log1p(Math.max(Double.MIN_NORMAL, capacity));
  }
}
