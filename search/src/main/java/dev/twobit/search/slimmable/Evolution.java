package dev.twobit.search.slimmable;

import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.frontier.Fill;
import dev.twobit.search.frontier.Limits;
import dev.twobit.search.frontier.Steps;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Better networks where not all are scored: children of the best scored ones, brought into the
 * budgets by narrowing and filled, are scored in turn (sizes of populations as in Cai et al. 2020,
 * arXiv 1908.09791, scaled down).
 */
final class Evolution {
  private static final int GENERATIONS = 12;
  private static final int CHILDREN = 40;
  private static final int PARENTS = 10;

  /** Of a unit being moved by a step, in a child of one parent. */
  private static final double MUTATION = 0.2;

  private final ComparedSearch.Scene scene;
  private final List<SearchUnit> units;
  private final Map<String, Integer> widest;
  private final Steps steps;
  private final Limits limits;

  /**
   * @param widest no unit of a child is wider
   */
  Evolution(ComparedSearch.Scene scene, Map<String, Integer> widest) {
    this.scene = scene;
    this.widest = Map.copyOf(widest);
    this.units = List.copyOf(scene.space().units().values());
    this.steps = new Steps(scene.space());
    this.limits = new Limits(scene.space(), scene.task().costs(), scene.task().budgets());
  }

  /**
   * Those given and all that came of them, each within the budgets, in the order they were scored.
   *
   * @param first within the budgets
   * @param loss lower is better
   */
  List<Map<String, Integer>> of(
      List<Map<String, Integer>> first, ToDoubleFunction<Map<String, Integer>> loss) {
    Map<Map<String, Integer>, Double> scored = new LinkedHashMap<>();
    first.forEach(w -> scored.put(w, loss.applyAsDouble(w)));
    SplittableRandom random = new SplittableRandom(scene.task().seed());
    for (int g = 0; g < GENERATIONS && !scored.isEmpty(); g++) {
      List<Map<String, Integer>> parents =
          scored.entrySet().stream()
              .sorted(Comparator.comparingDouble(Map.Entry::getValue))
              .limit(PARENTS)
              .map(Map.Entry::getKey)
              .toList();
      for (int c = 0; c < CHILDREN; c++) {
        Optional<Map<String, Integer>> child = repaired(child(parents, random), random);
        child
            .filter(w -> !scored.containsKey(w))
            .ifPresent(w -> scored.put(w, loss.applyAsDouble(w)));
      }
    }
    return List.copyOf(scored.keySet());
  }

  private Map<String, Integer> child(List<Map<String, Integer>> parents, SplittableRandom random) {
    Map<String, Integer> one = parents.get(random.nextInt(parents.size()));
    Map<String, Integer> other = parents.get(random.nextInt(parents.size()));
    boolean mixed = random.nextBoolean();
    Map<String, Integer> child = new LinkedHashMap<>(one);
    for (SearchUnit unit : units) {
      if (mixed && random.nextBoolean()) {
        child.put(unit.name(), other.getOrDefault(unit.name(), unit.nominal()));
      } else if (!mixed && random.nextDouble() < MUTATION) {
        Optional<Map<String, Integer>> moved =
            random.nextBoolean() ? steps.wider(unit, child) : narrower(unit, child);
        moved.ifPresent(m -> child.put(unit.name(), m.getOrDefault(unit.name(), 1)));
      }
    }
    return child;
  }

  private Optional<Map<String, Integer>> narrower(SearchUnit unit, Map<String, Integer> from) {
    return steps.allNarrower(unit, from).stream().findFirst();
  }

  /** Random units give way until every budget holds; empty if none can any more. */
  private Optional<Map<String, Integer>> repaired(
      Map<String, Integer> child, SplittableRandom random) {
    Map<String, Integer> at = child;
    while (!limits.fits(at)) {
      Map<String, Integer> from = at;
      List<Map<String, Integer>> all = new ArrayList<>();
      units.forEach(u -> narrower(u, from).ifPresent(all::add));
      if (all.isEmpty()) {
        return Optional.empty();
      }
      at = all.get(random.nextInt(all.size()));
    }
    Map<String, Integer> filled =
        Fill.filled(scene.space(), scene.task().costs(), scene.task().budgets(), at);
    return Optional.of(filled).filter(w -> limits.fits(w) && isWithin(w));
  }

  private boolean isWithin(Map<String, Integer> widths) {
    return widths.entrySet().stream()
        .allMatch(e -> e.getValue() <= widest.getOrDefault(e.getKey(), e.getValue()));
  }
}
