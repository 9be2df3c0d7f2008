package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cost term of the architecture's loss (search/docs/methods.md#cost-loss): for every budget
 * whose band the whole simulated genotype is outside of, plus or minus lambda times the log of the
 * expected cost.
 */
public final class CostPressure {
  private final CostModel costs;
  private final List<Budget> budgets;
  private final Expectation expectation;
  private final double weight;

  /**
   * @param weight lambda
   */
  public CostPressure(
      CostModel costs, List<Budget> budgets, Expectation expectation, double weight) {
    this.costs = costs;
    this.budgets = List.copyOf(budgets);
    this.expectation = expectation;
    this.weight = weight;
  }

  /** {@link Budget#told} of its budgets. */
  public List<CostKind> told() {
    return Budget.told(budgets);
  }

  public boolean inBand(Costs cost) {
    return budgets.stream().allMatch(b -> b.side(cost.of(b.kind())) == 0);
  }

  /** What the search takes a cost's expectation to be. */
  public ExpectedCost expected(
      CostKind kind, SearchSpace space, ArchitectureParameters architecture) {
    return costs.expected(kind, space, architecture, expectation);
  }

  /** Gradient of the whole term with respect to every logit; no entry for units without one. */
  public Map<String, double[]> logitGradients(
      SearchSpace space, ArchitectureParameters architecture) {
    Costs genotype = costs.genotype(space, architecture.genotype(space));
    Map<String, double[]> sum = new LinkedHashMap<>();
    for (Budget budget : budgets) {
      int side = budget.side(genotype.of(budget.kind()));
      if (side != 0) {
        ExpectedCost expected = expected(budget.kind(), space, architecture);
        double factor = side * weight / expected.value();
        expected.logitGradients().forEach((unit, g) -> add(sum, unit, g, factor));
      }
    }
    return sum;
  }

  public static void add(Map<String, double[]> sums, String unit, double[] values, double factor) {
    double[] sum = sums.computeIfAbsent(unit, u -> new double[values.length]);
    for (int i = 0; i < values.length; i++) {
      sum[i] += factor * values[i];
    }
  }
}
