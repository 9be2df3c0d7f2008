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
  /** Genotypes of a space that is searched through. */
  static final int MOST_ENUMERATED = 200_000;

  /** Networks that walks look at, in a space that is not. */
  private static final int MOST_ASKED = 60_000;

  /** Networks from which a better one is looked for. */
  private static final int STARTS = 8;

  private final SearchSpace space;
  private final Limits limits;
  private final Steps steps;
  private final boolean complete;
  private final List<Map<String, Integer>> all;

  private MaximalNetworks(
      SearchSpace space, Limits limits, boolean complete, List<Map<String, Integer>> all) {
    this.space = space;
    this.limits = limits;
    this.steps = new Steps(space);
    this.complete = complete;
    this.all = List.copyOf(all);
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
    Limits limits = new Limits(plateau, costs, budgets);
    double genotypes =
        plateau.units().values().stream()
            .mapToDouble(u -> u.candidates().size())
            .reduce(1, (a, b) -> a * b);
    boolean complete = genotypes <= MOST_ENUMERATED;
    List<Map<String, Integer>> all =
        complete
            ? new Enumeration(plateau, limits).maximal()
            : new RandomWalks(plateau, limits, MOST_ASKED)
                .maximal(List.of(Fill.filled(plateau, costs, budgets, Map.of())), seed);
    return new MaximalNetworks(plateau, limits, complete, all);
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
    return all.stream()
        .sorted(byValue.reversed())
        .limit(STARTS)
        .map(start -> climbed(start, value))
        .max(byValue)
        .stream()
        .toList();
  }

  private Map<String, Integer> climbed(
      Map<String, Integer> start, ToDoubleFunction<Map<String, Integer>> value) {
    Map<String, Integer> at = start;
    while (true) {
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
