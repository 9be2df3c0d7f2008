package dev.twobit.search.frontier;

import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network brought down to its budgets by steps of single units, each the one that loses the least
 * capacity for what it gives back (search/docs/methods.md#halving). Keeping a unit as it is gives
 * another way down.
 */
final class Descent {
  private final List<SearchUnit> units;
  private final Steps steps;
  private final Limits limits;

  Descent(SearchSpace plateau, Limits limits) {
    this.units = List.copyOf(plateau.units().values());
    this.steps = new Steps(plateau);
    this.limits = limits;
  }

  /**
   * Networks within the budgets, each once: with no unit kept first, then with one, then with two.
   *
   * @param start width by unit, of all units
   * @param most ways down at the most; pairs are left out evenly where there are more
   */
  List<Map<String, Integer>> all(Map<String, Integer> start, int most) {
    List<Set<String>> kept = new ArrayList<>(List.of(Set.of()));
    List<Set<String>> pairs = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      kept.add(Set.of(units.get(i).name()));
      for (int j = i + 1; j < units.size(); j++) {
        pairs.add(Set.of(units.get(i).name(), units.get(j).name()));
      }
    }
    kept.addAll(Exchanges.evenly(pairs, most - kept.size()));
    Set<Map<String, Integer>> found = new LinkedHashSet<>();
    kept.forEach(k -> down(start, k).ifPresent(found::add));
    return List.copyOf(found);
  }

  /** Empty if no step leads further down and the budgets do not hold. */
  private Optional<Map<String, Integer>> down(Map<String, Integer> start, Set<String> kept) {
    Map<String, Integer> at = start;
    while (!limits.fits(at)) {
      Optional<Map<String, Integer>> next = cheapest(at, kept);
      if (next.isEmpty()) {
        return next;
      }
      at = next.get();
    }
    return Optional.of(at);
  }

  private Optional<Map<String, Integer>> cheapest(Map<String, Integer> from, Set<String> kept) {
    Optional<Map<String, Integer>> best = Optional.empty();
    double least = Double.POSITIVE_INFINITY;
    for (SearchUnit unit : units) {
      if (!kept.contains(unit.name())) {
        for (Map<String, Integer> to : steps.narrower(unit, from).stream().toList()) {
          double given = limits.load(from) - limits.load(to);
          double lost = limits.capacity(from) - limits.capacity(to);
          if (given > 0 && lost / given < least) {
            best = Optional.of(to);
            least = lost / given;
          }
        }
      }
    }
    return best;
  }
}
