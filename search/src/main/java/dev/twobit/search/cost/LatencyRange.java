package dev.twobit.search.cost;

import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.simulator.NetworkSimulation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The range a search moves in, simulated: all units at their narrowest candidate, the original, and
 * all at the widest that expansions can reach.
 */
public record LatencyRange(
    NetworkSimulation narrowest, NetworkSimulation original, NetworkSimulation widest) {

  public static LatencyRange of(SearchSpace space, CostModel costs) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> widths.put(name, reach(space, unit)));
    return new LatencyRange(
        costs.simulate(costs.derive(space, BudgetProjection.narrowest(space))),
        costs.simulate(space.network()),
        costs.simulate(costs.derive(space, widths)));
  }

  /** Widest candidate after all expansions. */
  private static int reach(SearchSpace space, SearchUnit unit) {
    int widest = unit.widest();
    SearchSpace grown = space.expanded(unit.name());
    while (grown.unit(unit.name()).widest() > widest) {
      widest = grown.unit(unit.name()).widest();
      grown = grown.expanded(unit.name());
    }
    return widest;
  }

  /** Widest against narrowest, in percent of the original's cycles. */
  public double spreadPercent() {
    return 100.0
        * (widest.latencyCycles() - narrowest.latencyCycles())
        / Math.max(1, original.latencyCycles());
  }
}
