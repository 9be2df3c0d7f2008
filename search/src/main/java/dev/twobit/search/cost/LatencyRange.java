package dev.twobit.search.cost;

import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.simulator.NetworkSimulation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The range a search moves in, simulated: all units at their narrowest candidate, the original, and
 * all at the widest that expansions can reach.
 */
public record LatencyRange(
    NetworkSimulation narrowest, NetworkSimulation original, NetworkSimulation widest) {

  public static LatencyRange of(SearchSpace space, CostModel costs) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> widths.put(name, reach(space.grid(), unit)));
    return new LatencyRange(
        costs.simulate(costs.derive(space, BudgetProjection.narrowest(space))),
        costs.simulate(space.network()),
        costs.simulate(costs.derive(space, widths)));
  }

  /** Widest candidate after all expansions. */
  private static int reach(CandidateGrid grid, SearchUnit unit) {
    List<Integer> candidates = unit.candidates();
    List<Integer> grown = grid.expanded(unit.nominal(), candidates);
    while (grown.size() > candidates.size()) {
      candidates = grown;
      grown = grid.expanded(unit.nominal(), candidates);
    }
    return candidates.get(candidates.size() - 1);
  }

  /** Widest against narrowest, in percent of the original's cycles. */
  public double spreadPercent() {
    return 100.0
        * (widest.latencyCycles() - narrowest.latencyCycles())
        / Math.max(1, original.latencyCycles());
  }
}
