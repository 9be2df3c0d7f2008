package dev.twobit.search.cost;

import dev.twobit.search.space.TensorWidth;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What several widths have in common, where some are given: a unit, or a whole expression that
 * holds all there is of its units, so that these need not be told apart.
 *
 * @param operands whose units are independent
 * @param given values of units and expressions
 */
record SharedWidths(List<TensorWidth> operands, Map<TensorWidth, Integer> given) {

  /** What to condition on first; empty if the operands are independent. */
  Optional<TensorWidth> first() {
    String unit = mostShared();
    if (unit.isEmpty()) {
      return Optional.empty();
    }
    TensorWidth best = TensorWidth.of(unit);
    int most = 1;
    Set<TensorWidth> all = new LinkedHashSet<>();
    operands.forEach(o -> parts(o, all));
    for (TensorWidth part : all) {
      Set<String> units = free(part, given);
      if (units.size() > most
          && units.contains(unit)
          && isShared(part)
          && holdsAllOf(part, units)) {
        best = part;
        most = units.size();
      }
    }
    return Optional.of(best);
  }

  /** The unit that most operands depend on, if more than one does; else empty. */
  private String mostShared() {
    Set<String> units = new TreeSet<>();
    operands.forEach(o -> units.addAll(free(o, given)));
    String most = "";
    long count = 1;
    for (String unit : units) {
      long users = operands.stream().filter(o -> free(o, given).contains(unit)).count();
      if (users > count) {
        most = unit;
        count = users;
      }
    }
    return most;
  }

  private boolean isShared(TensorWidth part) {
    return operands.stream().filter(o -> contains(o, part)).count() > 1;
  }

  private boolean holdsAllOf(TensorWidth part, Set<String> units) {
    Map<TensorWidth, Integer> with = new HashMap<>(given);
    with.put(part, 0);
    return operands.stream().flatMap(o -> free(o, with).stream()).noneMatch(units::contains);
  }

  private static boolean contains(TensorWidth width, TensorWidth part) {
    return width.equals(part) || inner(width).stream().anyMatch(o -> contains(o, part));
  }

  private void parts(TensorWidth width, Set<TensorWidth> all) {
    if (!given.containsKey(width) && all.add(width)) {
      inner(width).forEach(o -> parts(o, all));
    }
  }

  /** Those of the given that a width has. */
  static void relevant(
      TensorWidth width, Map<TensorWidth, Integer> given, Map<TensorWidth, Integer> found) {
    Integer value = given.get(width);
    if (value != null) {
      found.put(width, value);
    } else {
      inner(width).forEach(o -> relevant(o, given, found));
    }
  }

  /** Units that a width depends on beside what is given. */
  private static Set<String> free(TensorWidth width, Map<TensorWidth, Integer> given) {
    Set<String> found = new TreeSet<>();
    if (given.containsKey(width)) {
      return found;
    }
    if (width instanceof TensorWidth.OfUnit u) {
      found.add(u.unit());
    }
    inner(width).forEach(o -> found.addAll(free(o, given)));
    return found;
  }

  private static List<TensorWidth> inner(TensorWidth width) {
    if (width instanceof TensorWidth.Largest l) {
      return l.operands();
    }
    if (width instanceof TensorWidth.Sum s) {
      return s.operands();
    }
    return width instanceof TensorWidth.Times t ? List.of(t.of()) : List.of();
  }
}
