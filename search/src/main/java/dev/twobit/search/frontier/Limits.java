package dev.twobit.search.frontier;

import dev.twobit.network.CostKind;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.space.SearchSpace;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What networks of a space cost against the ceilings of their budgets. Counts what it is asked, so
 * that a walk can end after so many networks, whatever time they take; for one thread.
 */
public final class Limits {
  private final SearchSpace space;
  private final CostModel costs;
  private final List<Budget> budgets;
  private int asked;

  public Limits(SearchSpace space, CostModel costs, List<Budget> budgets) {
    this.space = space;
    this.costs = costs;
    this.budgets = budgets.stream().sorted(Comparator.comparing(Budget::kind)).toList();
  }

  /** Whether every budget holds; what is counted or a sum is asked first, for it is quicker. */
  public boolean fits(Map<String, Integer> widths) {
    asked++;
    for (Budget budget : budgets) {
      if (cost(budget.kind(), widths) > budget.ceiling()) {
        return false;
      }
    }
    return true;
  }

  /** The largest part of a budget that a network takes: above 1 if it does not fit. */
  double load(Map<String, Integer> widths) {
    return budgets.stream().mapToDouble(b -> cost(b.kind(), widths) / b.ceiling()).max().orElse(0);
  }

  /** Networks that were asked for whether they fit. */
  int asked() {
    return asked;
  }

  /**
   * The largest part of a budget that going from one network to another takes; below 0 if it is
   * cheaper by every budget.
   */
  public double price(Map<String, Integer> from, Map<String, Integer> to) {
    return budgets.stream()
        .mapToDouble(b -> (cost(b.kind(), to) - cost(b.kind(), from)) / b.ceiling())
        .max()
        .orElse(0);
  }

  /** Logarithm of multiply-accumulates times parameters: what more of is better, others equal. */
  double capacity(Map<String, Integer> widths) {
    return Math.log(cost(CostKind.FLOPS, widths)) + Math.log(cost(CostKind.PARAMS, widths));
  }

  double cost(CostKind kind, Map<String, Integer> widths) {
    return costs.cost(kind, space, widths);
  }
}
