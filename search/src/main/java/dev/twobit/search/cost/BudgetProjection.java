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
import java.util.function.ToDoubleFunction;

/**
 * Makes a genotype meet every budget, judged by the whole derived network. Greedy: while a budget
 * is exceeded, of the moves that lessen the excess the one that gives up least preference (logit)
 * is made, or by a judge the one by which the loss rises least for what it gives back; then units
 * go back towards what they were where the budgets allow it; then, while a cost is below its band,
 * units are widened likewise.
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
  private final MoveChoice choice;

  BudgetProjection(
      SearchSpace space,
      ArchitectureParameters architecture,
      CostModel costs,
      List<Budget> budgets,
      int searchedThrough,
      MoveChoice choice) {
    this.space = space;
    this.architecture = architecture;
    this.costs = costs;
    this.budgets = List.copyOf(budgets);
    this.moves = new GenotypeMoves(space);
    this.searchedThrough = searchedThrough;
    this.choice = choice;
  }

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
    return new BudgetProjection(
            space, architecture, costs, budgets, MOST_SEARCHED_THROUGH, new MoveChoice.ByLogits())
        .projected(genotype);
  }

  /**
   * As above, by a judge. Where no moves lead into the budgets and all genotypes are gone through,
   * logits still tell apart those that meet them alike.
   *
   * @param loss of widths, the same for the same ones; asked of the genotypes that moves lead to
   */
  public static Map<String, Integer> project(
      SearchSpace space,
      ArchitectureParameters architecture,
      CostModel costs,
      List<Budget> budgets,
      Map<String, Integer> genotype,
      ToDoubleFunction<Map<String, Integer>> loss) {
    return new BudgetProjection(
            space, architecture, costs, budgets, MOST_SEARCHED_THROUGH, new MoveChoice.ByLoss(loss))
        .projected(genotype);
  }

  /** Throws a one-line error if no network that is found meets a budget by itself. */
  public static void requireReachable(SearchSpace space, CostModel costs, List<Budget> budgets) {
    Costs narrowest = costs.genotype(space, narrowest(space));
    for (Budget budget : budgets) {
      if (!budget.met(narrowest.of(budget.kind()))) {
        double least = LeastCost.of(budget.kind(), space, costs);
        if (!budget.met(least)) {
          throw unreachable(budget, budgets, least);
        }
      }
    }
  }

  static Map<String, Integer> narrowest(SearchSpace space) {
    return new GenotypeMoves(space).narrowest();
  }

  Map<String, Integer> projected(Map<String, Integer> genotype) {
    RatedGenotype start = rated(genotype);
    if (start.excess() == 0 && start.shortfall() == 0) {
      return start.widths();
    }
    RatedGenotype best = start.excess() > 0 ? narrowed(start) : start;
    if (best.excess() > 0) {
      RatedGenotype other = narrowed(rated(moves.narrowest()));
      best = other.excess() < best.excess() ? other : best;
    }
    if (best.excess() == 0) {
      best = filled(restored(best, start));
    }
    if (best.excess() > 0 || best.shortfall() > 0) {
      best = throughAll(best);
    }
    if (best.excess() > 0) {
      requireReachable(space, costs, budgets);
      throw notTogether(best);
    }
    return best.widths();
  }

  /** Until nothing is exceeded or no move lessens the excess. */
  private RatedGenotype narrowed(RatedGenotype start) {
    RatedGenotype now = start;
    while (now.excess() > 0) {
      RatedGenotype from = now;
      double above = from.excess() - TINY;
      Map<String, Integer> widths = from.widths();
      Optional<RatedGenotype> next =
          chosen(from, moves.single(widths, -1), m -> m.excess() < above)
              .or(() -> chosen(from, moves.any(widths), m -> m.excess() < above));
      if (next.isEmpty()) {
        return now;
      }
      now = next.get();
    }
    return now;
  }

  /** Units back towards the start where the budgets stay met. */
  private RatedGenotype restored(RatedGenotype narrow, RatedGenotype start) {
    RatedGenotype now = narrow;
    while (true) {
      RatedGenotype from = now;
      Optional<RatedGenotype> next =
          chosen(
              from,
              moves.back(from.widths(), start.widths()),
              m ->
                  m.excess() == 0 && m.shortfall() <= from.shortfall() && choice.isBetter(m, from));
      if (next.isEmpty()) {
        return now;
      }
      now = next.get();
    }
  }

  /** Wider while below a band. */
  private RatedGenotype filled(RatedGenotype start) {
    RatedGenotype now = start;
    while (now.shortfall() > 0) {
      RatedGenotype from = now;
      double below = from.shortfall() - TINY;
      Map<String, Integer> widths = from.widths();
      Predicate<RatedGenotype> better = m -> m.excess() == 0 && m.shortfall() < below;
      Optional<RatedGenotype> next =
          chosen(from, moves.single(widths, 1), better)
              .or(() -> chosen(from, moves.any(widths), better));
      if (next.isEmpty()) {
        return now;
      }
      now = next.get();
    }
    return now;
  }

  private RatedGenotype throughAll(RatedGenotype sofar) {
    return moves.all(searchedThrough).stream()
        .map(this::rated)
        .min(
            Comparator.<RatedGenotype>comparingDouble(r -> r.excess())
                .thenComparingDouble(r -> r.shortfall())
                .thenComparingDouble(r -> -r.preference()))
        .filter(
            r ->
                r.excess() < sofar.excess()
                    || r.excess() == sofar.excess() && r.shortfall() < sofar.shortfall())
        .orElse(sofar);
  }

  private Optional<RatedGenotype> chosen(
      RatedGenotype from, List<Map<String, Integer>> of, Predicate<RatedGenotype> which) {
    return choice.of(from, of.stream().map(this::rated).filter(which).toList());
  }

  private RatedGenotype rated(Map<String, Integer> widths) {
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
    return new RatedGenotype(widths, excess, shortfall, preference);
  }

  /** As the user has it: a latency may bind layers back to back too. */
  private static String option(Budget budget, List<Budget> budgets) {
    boolean ofLatency =
        budget.kind() == CostKind.WHOLE
            && budgets.stream()
                .anyMatch(b -> b.kind() == CostKind.LATENCY && b.given().equals(budget.given()));
    return ofLatency
        ? CostKind.LATENCY.option() + " (layers back to back)"
        : budget.kind().option();
  }

  /**
   * The one-line error for a budget that nothing meets.
   *
   * @param budgets all of them
   * @param least smallest cost that there is, in the budget's unit
   */
  public static UnreachableBudgetException unreachable(
      Budget budget, List<Budget> budgets, double least) {
    return new UnreachableBudgetException(
        String.format(
            Locale.ROOT,
            "%s: found '%s' (%.6g %s), which no candidate meets; expected at least"
                + " %.6g %s, the smallest reachable",
            option(budget, budgets),
            budget.given(),
            budget.highest(),
            budget.kind().unit(),
            least,
            budget.kind().unit()));
  }

  private InvalidInputException notTogether(RatedGenotype best) {
    Costs cost = costs.genotype(space, best.widths());
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
