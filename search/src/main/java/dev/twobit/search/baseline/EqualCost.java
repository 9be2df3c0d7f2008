package dev.twobit.search.baseline;

import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.Costs;
import java.util.List;

/**
 * The bands in which networks count as costing the same. Where every budget is a mere upper limit,
 * a network far below them costs less, not the same: then at least one must be used up to {@link
 * #LOW} of it.
 */
record EqualCost(List<Budget> budgets) {
  /** Share of a mere limit. */
  static final double LOW = 0.95;

  EqualCost {
    budgets = List.copyOf(budgets);
  }

  /** 0 in the band; else by how much of its limit the worst budget is missed. */
  double distance(Costs costs) {
    double worst = 0;
    double unused = 1;
    for (Budget b : budgets) {
      double share = costs.of(b.kind()) / b.limit();
      worst = Math.max(worst, Math.max(b.low() - share, share - b.high()));
      unused = Math.min(unused, Math.max(0, LOW - share));
    }
    boolean onlyLimits = !budgets.isEmpty() && budgets.stream().allMatch(b -> b.low() == 0);
    return onlyLimits ? Math.max(worst, unused) : worst;
  }
}
