package dev.twobit.search.frontier;

import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Widens a network until it uses its budgets up (search/docs/methods.md#filling): what is paid for
 * by a unit that opened a group of the array's lanes is used first.
 *
 * <p>Of the steps that the budgets allow, the one is made that takes the least part of a budget for
 * its relative gain in multiply-accumulates and parameters. By multiply-accumulates alone early
 * layers would get all room, by parameters alone late ones.
 */
public final class Fill {
  private final SearchSpace space;
  private final Limits limits;
  private final Steps steps;

  private Fill(SearchSpace space, Limits limits) {
    this.space = space;
    this.limits = limits;
    this.steps = new Steps(space);
  }

  /**
   * Units between two candidates go up where the budgets allow it, else down; then every unit goes
   * up while one can. Never above a budget's {@link Budget#ceiling}, unless what is given is: then
   * nothing is widened.
   *
   * @param plateau of {@link PlateauSpace}
   * @param widths by unit, candidates or not; a unit that is not named has its nominal width
   * @return widths of all units; those given where there is no budget
   */
  public static Map<String, Integer> filled(
      SearchSpace plateau, CostModel costs, List<Budget> budgets, Map<String, Integer> widths) {
    Fill fill = new Fill(plateau, new Limits(plateau, costs, budgets));
    Map<String, Integer> all = fill.steps.complete(widths);
    return budgets.isEmpty() ? all : fill.widened(fill.onCandidates(all));
  }

  private Map<String, Integer> onCandidates(Map<String, Integer> widths) {
    Map<String, Integer> at = widths;
    while (true) {
      Optional<Map<String, Integer>> next = cheapest(at, opened(at), new HashSet<>());
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
    }
    for (SearchUnit unit : opened(at)) {
      at = down(unit, at);
    }
    return at;
  }

  /** An inserted shortcut can make a narrower network dearer: then the unit stays. */
  private Map<String, Integer> down(SearchUnit unit, Map<String, Integer> from) {
    return steps.allNarrower(unit, from).stream()
        .filter(to -> limits.fits(to) || limits.price(from, to) <= 0)
        .findFirst()
        .orElse(from);
  }

  private List<SearchUnit> opened(Map<String, Integer> widths) {
    return space.units().values().stream().filter(u -> !steps.isCandidate(u, widths)).toList();
  }

  private Map<String, Integer> widened(Map<String, Integer> widths) {
    Map<String, Integer> at = widths;
    Set<String> blocked = new HashSet<>();
    List<SearchUnit> all = List.copyOf(space.units().values());
    while (true) {
      boolean asked = blocked.isEmpty();
      Optional<Map<String, Integer>> next = cheapest(at, all, blocked);
      if (next.isPresent()) {
        at = next.get();
      } else if (asked) {
        return at;
      } else {
        blocked.clear(); // a step that did not fit may do so now
      }
    }
  }

  /**
   * Empty if no step fits.
   *
   * @param blocked units whose step did not fit when it was last looked at, added to
   */
  private Optional<Map<String, Integer>> cheapest(
      Map<String, Integer> from, List<SearchUnit> units, Set<String> blocked) {
    List<Map<String, Integer>> best = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    for (SearchUnit unit : units) {
      if (!blocked.contains(unit.name())) {
        Optional<Map<String, Integer>> to = steps.wider(unit, from).filter(limits::fits);
        if (to.isEmpty()) {
          blocked.add(unit.name());
        } else {
          double rate = rate(from, to.get());
          if (best.isEmpty() || rate < least) {
            best = List.of(to.get());
            least = rate;
          }
        }
      }
    }
    return best.stream().findFirst();
  }

  /** Part of a budget for a relative gain of one e-fold. */
  private double rate(Map<String, Integer> from, Map<String, Integer> to) {
    double gain = Math.max(Double.MIN_NORMAL, limits.capacity(to) - limits.capacity(from));
    double price = limits.price(from, to);
    // What costs nothing: the larger gain first.
    return price > 0 ? price / gain : -gain;
  }
}
