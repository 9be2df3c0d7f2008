package dev.twobit.search;

import dev.twobit.network.InvalidInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a genotype meet every budget, judged by the whole derived network: while one is exceeded, a
 * unit goes to its next narrower candidate; then, while one is below its band, to its next wider
 * one if all budgets stay met. Each time the move that gives up least logit is made.
 */
public final class BudgetProjection {
  private final SearchSpace space;
  private final ArchitectureParameters architecture;
  private final CostModel costs;
  private final List<Budget> budgets;

  private BudgetProjection(
      SearchSpace space,
      ArchitectureParameters architecture,
      CostModel costs,
      List<Budget> budgets) {
    this.space = space;
    this.architecture = architecture;
    this.costs = costs;
    this.budgets = List.copyOf(budgets);
  }

  /**
   * @param excess sum of what is above each budget as a share of it; 0 if all are met
   * @param preferenceLost logit given up
   */
  private record Move(Map<String, Integer> widths, double excess, double preferenceLost) {}

  /**
   * @param genotype width by unit, each a candidate
   * @return the genotype itself if it meets every budget and is below no band; throws a one-line
   *     error naming the smallest reachable cost if no genotype that this finds meets them
   */
  public static Map<String, Integer> project(
      SearchSpace space,
      ArchitectureParameters architecture,
      CostModel costs,
      List<Budget> budgets,
      Map<String, Integer> genotype) {
    BudgetProjection projection = new BudgetProjection(space, architecture, costs, budgets);
    return projection.widened(projection.narrowed(genotype));
  }

  /** Throws a one-line error if the narrowest network is above a budget. */
  public static void requireReachable(SearchSpace space, CostModel costs, List<Budget> budgets) {
    Costs least = costs.genotype(space, narrowest(space));
    for (Budget budget : budgets) {
      double cost = least.of(budget.kind());
      if (!budget.met(cost)) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "--%s-budget: found '%s' (%.6g %s), which no candidate meets; expected at least"
                    + " %.6g %s, the smallest reachable",
                budget.kind().label(),
                budget.given(),
                budget.limit(),
                budget.kind().unit(),
                cost,
                budget.kind().unit()));
      }
    }
  }

  static Map<String, Integer> narrowest(SearchSpace space) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> widths.put(name, unit.candidates().get(0)));
    return widths;
  }

  private Map<String, Integer> narrowed(Map<String, Integer> start) {
    Map<String, Integer> widths = new LinkedHashMap<>(start);
    double excess = excess(widths);
    if (excess > 0) {
      requireReachable(space, costs, budgets);
    }
    while (excess > 0) {
      double now = excess;
      List<Move> moves = moves(widths, -1);
      // A narrower unit can cost more: a shortcut that was not needed is. Any other way first.
      Move next =
          least(moves.stream().filter(m -> m.excess < now).toList())
              .or(() -> least(moves))
              .orElseThrow(() -> new IllegalStateException("the narrowest meets the budgets"));
      widths = next.widths;
      excess = next.excess;
    }
    return widths;
  }

  private Map<String, Integer> widened(Map<String, Integer> start) {
    Map<String, Integer> widths = start;
    while (isBelowABand(widths)) {
      Optional<Move> next = least(moves(widths, 1).stream().filter(m -> m.excess == 0).toList());
      if (next.isEmpty()) {
        return widths;
      }
      widths = next.get().widths;
    }
    return widths;
  }

  private List<Move> moves(Map<String, Integer> widths, int step) {
    List<Move> moves = new ArrayList<>();
    for (SearchUnit unit : space.units().values()) {
      int at = unit.candidates().indexOf(widths.getOrDefault(unit.name(), unit.nominal()));
      int to = at + step;
      if (at >= 0 && to >= 0 && to < unit.candidates().size()) {
        Map<String, Integer> moved = new LinkedHashMap<>(widths);
        moved.put(unit.name(), unit.candidates().get(to));
        double[] logits = architecture.logits(unit.name());
        moves.add(new Move(moved, excess(moved), logits[at] - logits[to]));
      }
    }
    return moves;
  }

  private static Optional<Move> least(List<Move> moves) {
    return moves.stream().min(Comparator.comparingDouble(Move::preferenceLost));
  }

  private double excess(Map<String, Integer> widths) {
    Costs cost = costs.genotype(space, widths);
    double sum = 0;
    for (Budget budget : budgets) {
      double of = cost.of(budget.kind());
      sum += budget.met(of) ? 0 : of / (budget.high() * budget.limit()) - 1;
    }
    return sum;
  }

  private boolean isBelowABand(Map<String, Integer> widths) {
    Costs cost = costs.genotype(space, widths);
    return budgets.stream().anyMatch(b -> b.side(cost.of(b.kind())) < 0);
  }
}
