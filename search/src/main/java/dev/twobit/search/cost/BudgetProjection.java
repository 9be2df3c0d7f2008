package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes a genotype meet every budget, judged by the whole derived network. Greedy: while a budget
 * is exceeded, of the moves that lessen the excess the one that gives up least preference (logit)
 * is made; then units go back towards what they were where the budgets allow it; then, while a cost
 * is below its band, units are widened likewise.
 *
 * <p>First a unit goes to its next narrower candidate. That can cost more, for a shortcut that was
 * not needed is inserted; where no such move helps, any candidate of a unit is tried, and one width
 * for all units that meet in Adds; then the same from the narrowest network. A space small enough
 * is searched through before it is given up.
 */
public final class BudgetProjection {
  private static final int MOST_SEARCHED_THROUGH = 4096;
  private static final double TINY = 1e-12;

  private final SearchSpace space;
  private final ArchitectureParameters architecture;
  private final CostModel costs;
  private final List<Budget> budgets;
  private final GenotypeMoves moves;
  private final int searchedThrough;

  BudgetProjection(
      SearchSpace space,
      ArchitectureParameters architecture,
      CostModel costs,
      List<Budget> budgets,
      int searchedThrough) {
    this.space = space;
    this.architecture = architecture;
    this.costs = costs;
    this.budgets = List.copyOf(budgets);
    this.moves = new GenotypeMoves(space);
    this.searchedThrough = searchedThrough;
  }

  /**
   * A genotype and how good it is.
   *
   * @param excess sum of what is above each budget as a share of it; 0 if all are met
   * @param shortfall sum of what is below each band as a share of its lower end
   * @param preference sum of the logits of its choices
   */
  private record Rated(
      Map<String, Integer> widths, double excess, double shortfall, double preference) {}

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
    return new BudgetProjection(space, architecture, costs, budgets, MOST_SEARCHED_THROUGH)
        .projected(genotype);
  }

  /** Throws a one-line error if no network that is found meets a budget by itself. */
  public static void requireReachable(SearchSpace space, CostModel costs, List<Budget> budgets) {
    Costs narrowest = costs.genotype(space, narrowest(space));
    for (Budget budget : budgets) {
      if (!budget.met(narrowest.of(budget.kind()))) {
        double least = LeastCost.of(budget.kind(), space, costs);
        if (!budget.met(least)) {
          throw unreachable(option(budget, budgets), budget, least);
        }
      }
    }
  }

  static Map<String, Integer> narrowest(SearchSpace space) {
    return new GenotypeMoves(space).narrowest();
  }

  Map<String, Integer> projected(Map<String, Integer> genotype) {
    Rated start = rated(genotype);
    if (start.excess == 0 && start.shortfall == 0) {
      return start.widths;
    }
    Rated best = start.excess > 0 ? narrowed(start) : start;
    if (best.excess > 0) {
      Rated other = narrowed(rated(moves.narrowest()));
      best = other.excess < best.excess ? other : best;
    }
    if (best.excess == 0) {
      best = filled(restored(best, start));
    }
    if (best.excess > 0 || best.shortfall > 0) {
      best = throughAll(best);
    }
    if (best.excess > 0) {
      requireReachable(space, costs, budgets);
      throw notTogether(best);
    }
    return best.widths;
  }

  /** Until nothing is exceeded or no move lessens the excess. */
  private Rated narrowed(Rated start) {
    Rated now = start;
    while (now.excess > 0) {
      double above = now.excess - TINY;
      Map<String, Integer> widths = now.widths;
      Optional<Rated> next =
          dearest(moves.single(widths, -1), m -> m.excess < above)
              .or(() -> dearest(moves.any(widths), m -> m.excess < above));
      if (next.isEmpty()) {
        return now;
      }
      now = next.get();
    }
    return now;
  }

  /** Units back towards the start where the budgets stay met. */
  private Rated restored(Rated narrow, Rated start) {
    Rated now = narrow;
    while (true) {
      Rated from = now;
      Optional<Rated> next =
          dearest(
              moves.back(from.widths, start.widths),
              m ->
                  m.excess == 0
                      && m.shortfall <= from.shortfall
                      && m.preference > from.preference + TINY);
      if (next.isEmpty()) {
        return now;
      }
      now = next.get();
    }
  }

  /** Wider while below a band. */
  private Rated filled(Rated start) {
    Rated now = start;
    while (now.shortfall > 0) {
      double below = now.shortfall - TINY;
      Map<String, Integer> widths = now.widths;
      Predicate<Rated> better = m -> m.excess == 0 && m.shortfall < below;
      Optional<Rated> next =
          dearest(moves.single(widths, 1), better).or(() -> dearest(moves.any(widths), better));
      if (next.isEmpty()) {
        return now;
      }
      now = next.get();
    }
    return now;
  }

  private Rated throughAll(Rated sofar) {
    return moves.all(searchedThrough).stream()
        .map(this::rated)
        .min(
            Comparator.<Rated>comparingDouble(r -> r.excess)
                .thenComparingDouble(r -> r.shortfall)
                .thenComparingDouble(r -> -r.preference))
        .filter(
            r ->
                r.excess < sofar.excess
                    || r.excess == sofar.excess && r.shortfall < sofar.shortfall)
        .orElse(sofar);
  }

  /** The one of most preference. */
  private Optional<Rated> dearest(List<Map<String, Integer>> of, Predicate<Rated> which) {
    return of.stream()
        .map(this::rated)
        .filter(which)
        .max(Comparator.comparingDouble(Rated::preference));
  }

  private Rated rated(Map<String, Integer> widths) {
    Costs cost = costs.genotype(space, widths);
    double excess = 0;
    double shortfall = 0;
    for (Budget budget : budgets) {
      double of = cost.of(budget.kind());
      int side = budget.side(of);
      excess += side > 0 ? of / budget.highest() - 1 : 0;
      shortfall += side < 0 ? 1 - of / budget.lowest() : 0;
    }
    double preference = 0;
    for (SearchUnit unit : space.units().values()) {
      preference += architecture.logits(unit.name())[GenotypeMoves.index(unit, widths)];
    }
    return new Rated(widths, excess, shortfall, preference);
  }

  /** As the user has it: a latency may bind layers back to back too. */
  private static String option(Budget budget, List<Budget> budgets) {
    boolean ofLatency =
        budget.kind() == CostKind.WHOLE
            && budgets.stream()
                .anyMatch(b -> b.kind() == CostKind.LATENCY && b.given().equals(budget.given()));
    return ofLatency
        ? "--latency-budget (layers back to back)"
        : "--" + budget.kind().label() + "-budget";
  }

  private static InvalidInputException unreachable(String option, Budget budget, double least) {
    return new InvalidInputException(
        String.format(
            Locale.ROOT,
            "%s: found '%s' (%.6g %s), which no candidate meets; expected at least"
                + " %.6g %s, the smallest reachable",
            option,
            budget.given(),
            budget.highest(),
            budget.kind().unit(),
            least,
            budget.kind().unit()));
  }

  private InvalidInputException notTogether(Rated best) {
    Costs cost = costs.genotype(space, best.widths);
    List<String> each = new ArrayList<>();
    for (Budget b : budgets) {
      each.add(
          String.format(
              Locale.ROOT,
              "%s '%s' (%.6g of %.6g %s)",
              option(b, budgets),
              b.given(),
              cost.of(b.kind()),
              b.highest(),
              b.kind().unit()));
    }
    return new InvalidInputException(
        "budgets: found no candidate that meets all of "
            + String.join(", ", each)
            + "; expected larger ones, this being the nearest");
  }
}
