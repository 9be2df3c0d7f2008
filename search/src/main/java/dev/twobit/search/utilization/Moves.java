package dev.twobit.search.utilization;

import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.frontier.Fill;
import dev.twobit.search.frontier.Limits;
import dev.twobit.search.frontier.Steps;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Networks a few steps from one: up to two steps wider and up to two narrower, and what that leaves
 * of the budgets filled. Sets of steps, because a step of one unit may cost what several of another
 * do.
 */
final class Moves {
  /** Units that take part on either side at the most: those of most loss, of least for a clock. */
  private static final int MOST_UNITS = 12;

  /** Sets of steps that are filled, the best before that. */
  private static final int MOST_FILLED = 60;

  private final ComparedSearch.Scene scene;
  private final SearchSpace space;
  private final Steps steps;
  private final Limits limits;

  Moves(ComparedSearch.Scene scene) {
    this.scene = scene;
    this.space = scene.space();
    this.steps = new Steps(space);
    this.limits = new Limits(space, scene.task().costs(), scene.task().budgets());
  }

  /** Networks within the budgets whose loss should be lower, the lowest first. */
  List<Map<String, Integer>> from(Map<String, Integer> widths, WidthLosses losses) {
    Comparator<Map<String, Integer>> byLoss = Comparator.comparingDouble(losses::change);
    Set<Map<String, Integer>> filled = new LinkedHashSet<>(List.of(filled(widths)));
    sets(widths, losses).stream()
        .sorted(byLoss)
        .limit(MOST_FILLED)
        .map(this::filled)
        .forEach(filled::add);
    return filled.stream()
        .filter(w -> losses.change(w) < 0 && limits.fits(w))
        .sorted(byLoss)
        .toList();
  }

  private Map<String, Integer> filled(Map<String, Integer> widths) {
    return Fill.filled(space, scene.task().costs(), scene.task().budgets(), widths);
  }

  private List<Map<String, Integer>> sets(Map<String, Integer> from, WidthLosses losses) {
    List<SearchUnit> wider = units(from, losses, true);
    List<SearchUnit> narrower = units(from, losses, false);
    List<Map<String, Integer>> oneWider = stepped(List.of(from), wider, true);
    List<Map<String, Integer>> twoWider = stepped(oneWider, wider, true);
    Set<Map<String, Integer>> sets = new LinkedHashSet<>(oneWider);
    sets.addAll(twoWider);
    List<Map<String, Integer>> less = stepped(List.copyOf(sets), narrower, false);
    sets.addAll(less);
    sets.addAll(stepped(less, narrower, false));
    return sets.stream().filter(limits::fits).toList();
  }

  /** Each network with each unit a step on; a step back of one that went on gives nothing new. */
  private List<Map<String, Integer>> stepped(
      List<Map<String, Integer>> networks, List<SearchUnit> units, boolean wider) {
    Set<Map<String, Integer>> found = new LinkedHashSet<>();
    for (Map<String, Integer> network : networks) {
      units.forEach(u -> step(network, u, wider).ifPresent(found::add));
    }
    return List.copyOf(found);
  }

  private Optional<Map<String, Integer>> step(
      Map<String, Integer> from, SearchUnit unit, boolean wider) {
    return wider ? steps.wider(unit, from) : steps.allNarrower(unit, from).stream().findFirst();
  }

  /** Loss for what it costs: the most where it is spent, the least where it is given back. */
  private List<SearchUnit> units(Map<String, Integer> from, WidthLosses losses, boolean wider) {
    Stream<SearchUnit> able =
        space.units().values().stream().filter(u -> step(from, u, wider).isPresent());
    return able.sorted(
            Comparator.comparingDouble(
                u -> {
                  Map<String, Integer> to = step(from, u, wider).orElseThrow();
                  return losses.change(to) / Math.max(1e-12, Math.abs(limits.price(from, to)));
                }))
        .limit(MOST_UNITS)
        .toList();
  }
}
