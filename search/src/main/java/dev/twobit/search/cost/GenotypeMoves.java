package dev.twobit.search.cost;

import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.search.space.TensorWidth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Genotypes near a genotype. */
final class GenotypeMoves {
  private final SearchSpace space;

  /** Units that meet in Adds: equally wide they need no shortcut. */
  private final List<TreeSet<String>> meeting = new ArrayList<>();

  GenotypeMoves(SearchSpace space) {
    this.space = space;
    space.widths().values().forEach(this::meet);
  }

  private void meet(TensorWidth width) {
    if (width instanceof TensorWidth.Largest l) {
      TreeSet<String> together = new TreeSet<>(l.units());
      meeting.removeIf(
          other -> {
            boolean joins = other.stream().anyMatch(together::contains);
            if (joins) {
              together.addAll(other);
            }
            return joins;
          });
      meeting.add(together);
    } else if (width instanceof TensorWidth.Sum s) {
      s.operands().forEach(this::meet);
    } else if (width instanceof TensorWidth.Times t) {
      meet(t.of());
    }
  }

  /** One unit at its next candidate: 1 wider, -1 narrower. */
  List<Map<String, Integer>> single(Map<String, Integer> from, int step) {
    List<Map<String, Integer>> moves = new ArrayList<>();
    for (SearchUnit unit : space.units().values()) {
      int to = index(unit, from) + step;
      if (to >= 0 && to < unit.candidates().size()) {
        moves.add(with(from, Map.of(unit.name(), unit.candidates().get(to))));
      }
    }
    return moves;
  }

  /** One unit at any other candidate, or units that meet in Adds at a width in common. */
  List<Map<String, Integer>> any(Map<String, Integer> from) {
    List<Map<String, Integer>> moves = new ArrayList<>();
    for (SearchUnit unit : space.units().values()) {
      for (int width : unit.candidates()) {
        moves.add(with(from, Map.of(unit.name(), width)));
      }
    }
    for (TreeSet<String> units : meeting) {
      TreeSet<Integer> widths = new TreeSet<>();
      units.forEach(u -> widths.addAll(space.unit(u).candidates()));
      for (int width : widths) {
        Map<String, Integer> all = new LinkedHashMap<>();
        units.forEach(u -> all.put(u, atMost(space.unit(u), width)));
        moves.add(with(from, all));
      }
    }
    moves.removeIf(m -> m.equals(from));
    return moves;
  }

  /** One changed unit back at a candidate between its own and the one it had. */
  List<Map<String, Integer>> back(Map<String, Integer> from, Map<String, Integer> to) {
    List<Map<String, Integer>> moves = new ArrayList<>();
    for (SearchUnit unit : space.units().values()) {
      int now = index(unit, from);
      int before = index(unit, to);
      for (int i = before; i != now; i += Integer.signum(now - before)) {
        moves.add(with(from, Map.of(unit.name(), unit.candidates().get(i))));
      }
    }
    return moves;
  }

  /** Every unit at its narrowest candidate. */
  Map<String, Integer> narrowest() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> widths.put(name, unit.candidates().get(0)));
    return widths;
  }

  /** All genotypes, if there are at most so many; else none. */
  List<Map<String, Integer>> all(int most) {
    List<Map<String, Integer>> all = new ArrayList<>(List.of(Map.of()));
    for (SearchUnit unit : space.units().values()) {
      if ((long) all.size() * unit.candidates().size() > most) {
        return List.of();
      }
      List<Map<String, Integer>> longer = new ArrayList<>();
      for (Map<String, Integer> start : all) {
        unit.candidates().forEach(w -> longer.add(with(start, Map.of(unit.name(), w))));
      }
      all = longer;
    }
    return all;
  }

  static int index(SearchUnit unit, Map<String, Integer> widths) {
    int at = unit.candidates().indexOf(widths.getOrDefault(unit.name(), unit.nominal()));
    if (at < 0) {
      throw new IllegalArgumentException(
          unit.name() + ": found " + widths.get(unit.name()) + ", no candidate");
    }
    return at;
  }

  private static int atMost(SearchUnit unit, int width) {
    int best = unit.candidates().get(0);
    for (int candidate : unit.candidates()) {
      best = candidate <= width ? candidate : best;
    }
    return best;
  }

  private static Map<String, Integer> with(
      Map<String, Integer> from, Map<String, Integer> changed) {
    Map<String, Integer> moved = new LinkedHashMap<>(from);
    moved.putAll(changed);
    return moved;
  }
}
