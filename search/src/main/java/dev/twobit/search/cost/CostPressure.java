package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import java.util.Arrays;
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
  private final CostLoss costLoss;
  private final double weight;

  /** From either side. */
  public CostPressure(
      CostModel costs, List<Budget> budgets, Expectation expectation, double weight) {
    this(costs, budgets, expectation, CostLoss.BAND, weight);
  }

  /**
   * @param weight lambda; {@link CostLoss#ONE_SIDED} has one of its own
   */
  public CostPressure(
      CostModel costs,
      List<Budget> budgets,
      Expectation expectation,
      CostLoss costLoss,
      double weight) {
    this.costLoss = costLoss;
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
    return budgets.stream().allMatch(b -> side(b, cost) == 0);
  }

  /** Which way a budget pushes a genotype of this cost: 0 for none. */
  private int side(Budget budget, Costs cost) {
    int side = budget.side(cost.of(budget.kind()));
    return costLoss == CostLoss.ONE_SIDED ? Math.max(0, side) : side;
  }

  /** What the search takes a cost's expectation to be. */
  public ExpectedCost expected(
      CostKind kind, SearchSpace space, ArchitectureParameters architecture) {
    return costs.expected(kind, space, architecture, expectation);
  }

  /**
   * Gradient of the whole term with respect to every logit; no entry for units without one.
   *
   * @param lossGradient of the cross-entropy, by unit: {@link CostLoss#ONE_SIDED} pulls with the
   *     same sum of magnitudes
   */
  public Map<String, double[]> logitGradients(
      SearchSpace space, ArchitectureParameters architecture, Map<String, double[]> lossGradient) {
    if (costLoss == CostLoss.BAND) {
      return logitGradients(space, architecture);
    }
    Map<String, double[]> gradient = logarithms(space, architecture, 1);
    double size = magnitude(gradient);
    Map<String, double[]> balanced = new LinkedHashMap<>();
    if (size > 0) {
      double lambda = magnitude(lossGradient) / size;
      gradient.forEach((unit, g) -> add(balanced, unit, g, lambda));
    }
    return balanced;
  }

  private static double magnitude(Map<String, double[]> gradient) {
    return gradient.values().stream().flatMapToDouble(Arrays::stream).map(Math::abs).sum();
  }

  /** The same with lambda as it is given. */
  public Map<String, double[]> logitGradients(
      SearchSpace space, ArchitectureParameters architecture) {
    return logarithms(space, architecture, weight);
  }

  private Map<String, double[]> logarithms(
      SearchSpace space, ArchitectureParameters architecture, double lambda) {
    Costs genotype = costs.genotype(space, architecture.genotype(space));
    Map<String, double[]> sum = new LinkedHashMap<>();
    for (Budget budget : budgets) {
      int side = side(budget, genotype);
      if (side != 0) {
        ExpectedCost expected = expected(budget.kind(), space, architecture);
        double factor = side * lambda / expected.value();
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
