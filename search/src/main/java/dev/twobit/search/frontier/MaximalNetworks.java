package dev.twobit.search.frontier;

import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.space.SearchSpace;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Networks of a space that use the budgets up: each meets every budget, and none would with one of
 * its units at the next candidate (search/docs/methods.md#maximal-networks).
 */
public final class MaximalNetworks {
  /**
   * How long they are looked for.
   *
   * @param enumerated genotypes of a space that is searched through
   * @param asked networks that walks look at in a space that is not, fewer where there are many
   *     units; so many again from which a better one is looked for
   * @param starts networks from which a better one is looked for
   */
  private record Effort(int enumerated, int asked, int starts) {
    /** A network of many units takes longer. */
    private int askedOf(SearchSpace space) {
      return asked * USUAL_UNITS / Math.max(USUAL_UNITS, space.units().size());
    }
  }

  private static final int USUAL_UNITS = 12;

  private static final Effort FULL = new Effort(200_000, 60_000, 8);

  /** A second or two. */
  private static final Effort QUICK = new Effort(4_000, 4_000, 1);

  private final SearchSpace space;
  private final Limits limits;
  private final Steps steps;
  private final Effort effort;
  private final boolean complete;
  private final List<Map<String, Integer>> all;

  private MaximalNetworks(
      SearchSpace space,
      Limits limits,
      Effort effort,
      List<Map<String, Integer>> first,
      long seed) {
    this.space = space;
    this.limits = limits;
    this.steps = new Steps(space);
    this.effort = effort;
    this.complete = genotypes(space) <= effort.enumerated;
    this.all =
        List.copyOf(
            complete
                ? new Enumeration(space, limits).maximal()
                : new RandomWalks(space, limits, effort.askedOf(space)).maximal(first, seed));
  }

  /**
   * All of them where the space has at most 200,000 genotypes, else those that walks find from
   * random networks: the same ones for the same seed.
   *
   * @param plateau of {@link PlateauSpace}, or any space of candidates
   * @param budgets lower ends of bands do not matter, and of clocks nothing above the value
   */
  public static MaximalNetworks of(
      SearchSpace plateau, CostModel costs, List<Budget> budgets, long seed) {
    return of(plateau, costs, budgets, seed, FULL);
  }

  /** Some of them, soon: all where the space has at most 4,000 genotypes. */
  static MaximalNetworks some(
      SearchSpace plateau, CostModel costs, List<Budget> budgets, long seed) {
    return of(plateau, costs, budgets, seed, QUICK);
  }

  private static MaximalNetworks of(
      SearchSpace plateau, CostModel costs, List<Budget> budgets, long seed, Effort effort) {
    List<Map<String, Integer>> first = List.of(Fill.filled(plateau, costs, budgets, Map.of()));
    return new MaximalNetworks(plateau, new Limits(plateau, costs, budgets), effort, first, seed);
  }

  private static double genotypes(SearchSpace space) {
    return space.units().values().stream()
        .mapToDouble(u -> u.candidates().size())
        .reduce(1, (a, b) -> a * b);
  }

  /** Width by unit, each network once, in the same order for the same seed; may be empty. */
  public List<Map<String, Integer>> all() {
    return all;
  }

  /** Whether there are no others. */
  public boolean isComplete() {
    return complete;
  }

  /** Whether a network meets every budget and none of its next steps does. */
  public boolean isMaximal(Map<String, Integer> widths) {
    Map<String, Integer> at = steps.complete(widths);
    return limits.fits(at) && steps.allWider(at).stream().noneMatch(limits::fits);
  }

  /**
   * The maximal network of the largest value, or one that no exchange improves where not all are
   * known: one unit is narrowed by a step and others are widened for it. Empty if no network meets
   * the budgets.
   */
  public List<Map<String, Integer>> largest(ToDoubleFunction<Map<String, Integer>> value) {
    Comparator<Map<String, Integer>> byValue = Comparator.comparingDouble(value);
    if (complete) {
      return all.stream().max(byValue).stream().toList();
    }
    int end = limits.asked() + effort.askedOf(space);
    return all.stream()
        .sorted(byValue.reversed())
        .limit(effort.starts)
        .map(start -> climbed(start, value, end))
        .max(byValue)
        .stream()
        .toList();
  }

  private Map<String, Integer> climbed(
      Map<String, Integer> start, ToDoubleFunction<Map<String, Integer>> value, int end) {
    Map<String, Integer> at = start;
    while (limits.asked() < end) {
      Map<String, Integer> from = at;
      Map<String, Integer> best =
          space.units().values().stream()
              .flatMap(unit -> steps.narrower(unit, from).stream())
              .filter(limits::fits)
              .map(narrower -> widened(narrower, value))
              .max(Comparator.comparingDouble(value))
              .orElse(from);
      if (value.applyAsDouble(best) <= value.applyAsDouble(at)) {
        return at;
      }
      at = best;
    }
    return at;
  }

  /** By the step of the largest value that fits, until none does. */
  private Map<String, Integer> widened(
      Map<String, Integer> start, ToDoubleFunction<Map<String, Integer>> value) {
    Map<String, Integer> at = start;
    while (true) {
      List<Map<String, Integer>> fitting =
          steps.allWider(at).stream().filter(limits::fits).toList();
      if (fitting.isEmpty()) {
        return at;
      }
      at = fitting.stream().max(Comparator.comparingDouble(value)).orElse(at);
    }
  }

  /** What they are of. */
  public SearchSpace space() {
    return space;
  }
}
