package dev.twobit.search.baseline;

import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.Costs;
import dev.twobit.search.cost.UnreachableBudgetException;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * WRPN's widening (Mishra et al. 2018; search/docs/methods.md#uniform-widening): all searched
 * widths by one multiplier, the given one, or the largest with which the whole simulated network
 * meets every budget; quantizers are the task's, so that only widths differ from the other methods.
 */
final class UniformWidening implements SearchMethod {
  static final String NAME = "wrpn";

  /**
   * Multipliers looked at beyond the first that does not meet the budgets: on an array, cost is not
   * quite monotone in the width.
   */
  private static final int LOOK_AHEAD = 16;

  private final Coupling coupling;
  private final Optional<Multiplier> given;

  UniformWidening(Coupling coupling, Optional<Multiplier> given) {
    this.coupling = coupling;
    this.given = given;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** A multiplier with the widths it gives and what they cost. */
  private record Widened(
      Multiplier multiplier, SearchSpace space, Map<String, Integer> widths, Costs costs) {}

  @Override
  public void check(SearchTask task) {
    if (given.isEmpty() && task.budgets().isEmpty()) {
      throw new InvalidInputException(
          "--method wrpn: found no budget and no multiplier; expected a budget such as"
              + " --latency-budget 1.0x, or the multiplier as in --method wrpn:1.5");
    }
    if (given.isEmpty()) {
      requireMet(widened(task, attainable(task).get(0)), task.budgets());
    }
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress) {
    check(task);
    Widened chosen = given.map(m -> widened(task, m)).orElseGet(() -> largest(task));
    return FoundNetwork.of(
        NAME,
        task,
        chosen.space,
        chosen.widths,
        Map.of("width multiplier", chosen.multiplier.value()));
  }

  /** The widest network that meets the budgets: by bisection, then a few steps up from there. */
  private Widened largest(SearchTask task) {
    List<Multiplier> all = attainable(task);
    Widened best = widened(task, all.get(0));
    int met = 0;
    int above = all.size();
    while (above - met > 1) {
      int middle = (met + above) >>> 1;
      Widened next = widened(task, all.get(middle));
      if (isMet(next.costs, task.budgets())) {
        best = next;
        met = middle;
      } else {
        above = middle;
      }
    }
    for (int i = above + 1; i < Math.min(all.size(), above + LOOK_AHEAD); i++) {
      Widened next = widened(task, all.get(i));
      if (isMet(next.costs, task.budgets())) {
        best = next;
      }
    }
    return best;
  }

  /**
   * Every multiplier at which some unit's width changes, ascending; at the least all are 1 wide.
   */
  private List<Multiplier> attainable(SearchTask task) {
    TreeSet<Multiplier> all = new TreeSet<>();
    int widest = 1;
    for (SearchUnit unit : space(task, new Multiplier(1, 1)).units().values()) {
      widest = Math.max(widest, unit.nominal());
      for (int width = 1; width <= unit.nominal() * Multiplier.MOST; width++) {
        all.add(new Multiplier(width, unit.nominal()));
      }
    }
    all.add(new Multiplier(1, widest));
    return List.copyOf(all);
  }

  private SearchSpace space(SearchTask task, Multiplier m) {
    // A grid of one candidate: rounding to groups and coupling are the space's.
    var grid = new CandidateGrid(NAME, m.denominator(), m.numerator(), m.numerator(), false);
    return SearchSpace.of(task.network(), grid, coupling);
  }

  private Widened widened(SearchTask task, Multiplier m) {
    SearchSpace space = space(task, m);
    Map<String, Integer> widths = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> widths.put(name, unit.widest()));
    return new Widened(m, space, widths, task.costs().genotype(space, widths));
  }

  /**
   * Whether costs are at the targets or below: a band's upper part is not for a method that can
   * aim.
   */
  private static boolean isMet(Costs costs, List<Budget> budgets) {
    return budgets.stream().allMatch(b -> costs.of(b.kind()) <= b.limit());
  }

  private static void requireMet(Widened narrowest, List<Budget> budgets) {
    for (Budget budget : budgets) {
      CostKind kind = budget.kind();
      double cost = narrowest.costs.of(kind);
      if (cost > budget.limit()) {
        throw new UnreachableBudgetException(
            String.format(
                Locale.ROOT,
                "%s: found '%s' (%.6g %s), which no width multiplier meets; expected at"
                    + " least %.6g %s, the smallest reachable",
                kind.option(),
                budget.given(),
                budget.limit(),
                kind.unit(),
                cost,
                kind.unit()));
      }
    }
  }
}
