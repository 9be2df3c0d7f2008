package dev.twobit.search.frontier;

import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One unit at its next candidate; a width between two candidates has both as neighbours. */
public final class Steps {
  private final SearchSpace space;

  public Steps(SearchSpace space) {
    this.space = space;
  }

  /** Width of every unit, in the space's order. */
  public Map<String, Integer> complete(Map<String, Integer> widths) {
    Map<String, Integer> all = new LinkedHashMap<>();
    space.units().forEach((name, u) -> all.put(name, widths.getOrDefault(name, u.nominal())));
    return all;
  }

  boolean isCandidate(SearchUnit unit, Map<String, Integer> widths) {
    return unit.candidates().contains(width(unit, widths));
  }

  /** Empty at the widest candidate. */
  public Optional<Map<String, Integer>> wider(SearchUnit unit, Map<String, Integer> widths) {
    int now = width(unit, widths);
    return unit.candidates().stream()
        .filter(c -> c > now)
        .findFirst()
        .map(c -> with(widths, unit, c));
  }

  /** Empty at the narrowest candidate. */
  Optional<Map<String, Integer>> narrower(SearchUnit unit, Map<String, Integer> widths) {
    List<Map<String, Integer>> all = allNarrower(unit, widths);
    return all.stream().findFirst();
  }

  /** At every narrower candidate, the widest first. */
  public List<Map<String, Integer>> allNarrower(SearchUnit unit, Map<String, Integer> widths) {
    int now = width(unit, widths);
    List<Map<String, Integer>> all = new ArrayList<>();
    unit.candidates().stream().filter(c -> c < now).forEach(c -> all.add(0, with(widths, unit, c)));
    return all;
  }

  /** Every unit at its next wider candidate, one at a time. */
  List<Map<String, Integer>> allWider(Map<String, Integer> widths) {
    return space.units().values().stream().flatMap(u -> wider(u, widths).stream()).toList();
  }

  private static int width(SearchUnit unit, Map<String, Integer> widths) {
    return widths.getOrDefault(unit.name(), unit.nominal());
  }

  private static Map<String, Integer> with(
      Map<String, Integer> widths, SearchUnit unit, int width) {
    Map<String, Integer> moved = new LinkedHashMap<>(widths);
    moved.put(unit.name(), width);
    return moved;
  }
}
