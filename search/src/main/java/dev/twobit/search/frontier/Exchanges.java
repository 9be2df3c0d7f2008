package dev.twobit.search.frontier;

import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Maximal networks near a given one (search/docs/methods.md#halving): one or two units are narrowed
 * by a step, and what that gives back is spent by {@link Fill}. One that is over a budget is
 * brought down to it by {@link Descent} first, with no unit, one or two kept as they are. Where a
 * space is too large to be enumerated, networks drawn from it are all far from the one that a user
 * has trained.
 */
public final class Exchanges {
  /** Networks that are filled at most; pairs are left out evenly where there are more. */
  private static final int MOST_FILLED = 400;

  private Exchanges() {}

  /**
   * Those that fit every budget, without {@code from} itself; the same for the same arguments.
   *
   * @param plateau of {@link PlateauSpace}
   * @param from width by unit; a unit that is not named has its nominal width
   */
  public static List<Map<String, Integer>> of(
      SearchSpace plateau, CostModel costs, List<Budget> budgets, Map<String, Integer> from) {
    Steps steps = new Steps(plateau);
    Limits limits = new Limits(plateau, costs, budgets);
    Map<String, Integer> start = steps.complete(from);
    Set<Map<String, Integer>> found = new LinkedHashSet<>();
    List<Map<String, Integer>> within =
        limits.fits(start)
            ? narrowed(plateau, steps, start)
            : new Descent(plateau, limits).all(start, MOST_FILLED);
    for (Map<String, Integer> narrowed : within) {
      Map<String, Integer> filled = Fill.filled(plateau, costs, budgets, narrowed);
      if (limits.fits(filled)) {
        found.add(filled);
      }
    }
    found.remove(start);
    return List.copyOf(found);
  }

  /** The start as it is, then one unit narrower, then two. */
  private static List<Map<String, Integer>> narrowed(
      SearchSpace plateau, Steps steps, Map<String, Integer> start) {
    List<SearchUnit> units = List.copyOf(plateau.units().values());
    List<Map<String, Integer>> few = new ArrayList<>(List.of(start));
    List<Map<String, Integer>> pairs = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      for (Map<String, Integer> one : steps.narrower(units.get(i), start).stream().toList()) {
        few.add(one);
        for (int j = i; j < units.size(); j++) {
          pairs.addAll(steps.narrower(units.get(j), one).stream().toList());
        }
      }
    }
    few.addAll(evenly(pairs, MOST_FILLED - few.size()));
    return few;
  }

  /** At the most so many of a list, as far apart in it as that allows. */
  static <T> List<T> evenly(List<T> all, int places) {
    int taken = Math.min(Math.max(0, places), all.size());
    List<T> some = new ArrayList<>();
    for (int i = 0; i < taken; i++) {
      some.add(all.get((int) ((long) i * all.size() / taken)));
    }
    return some;
  }
}
