package dev.twobit.search.frontier;

import dev.twobit.search.space.SearchUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;

/**
 * The widths of one unit before which its cost jumps: a step up that costs at least twice what one
 * costs on average is a jump.
 *
 * <p>A wide unit is not looked at width by width: from evenly spaced widths the next jump is sought
 * upwards, so that there are at most {@link #MOST} candidates.
 */
final class Plateaus {
  private static final int MOST = 48;
  private static final double JUMP = 2;
  private static final int PARTS = 8;

  private final SearchUnit unit;
  private final int widest;
  private final IntToDoubleFunction cost;
  private final double jump;
  private final Map<Integer, Double> known = new TreeMap<>();

  /**
   * @param widest that is looked for, a multiple or not
   * @param cost at a width
   */
  Plateaus(SearchUnit unit, int widest, IntToDoubleFunction cost) {
    this.unit = unit;
    this.widest = Math.max(1, widest / unit.multiple()) * unit.multiple();
    this.cost = cost;
    int steps = Math.max(1, this.widest / unit.multiple() - 1);
    this.jump = JUMP * (at(this.widest) - at(unit.multiple())) / steps;
  }

  /** Ascending, with the unit's own width; none is dearer than a wider one. */
  List<Integer> candidates() {
    TreeSet<Integer> found = new TreeSet<>();
    int step = unit.multiple();
    int stride = Math.max(1, widest / step / MOST) * step;
    int from = step;
    while (from <= widest) {
      int width = from;
      // Beyond the reach for what is left of a plateau alone.
      while (width < 2 * widest && !isBeforeJump(width)) {
        width += step;
      }
      if (width < 2 * widest) {
        found.add(width);
      }
      from = width + stride;
    }
    if (found.isEmpty()) {
      even(found);
    }
    removeDearer(found);
    found.add(unit.nominal());
    return List.copyOf(found);
  }

  private boolean isBeforeJump(int width) {
    double rise = at(width + unit.multiple()) - at(width);
    return rise > 0 && rise >= jump;
  }

  /** Where the cost rises evenly, parts of the unit's own width. */
  private void even(TreeSet<Integer> found) {
    for (int k = 1; k <= PARTS * widest / unit.nominal(); k++) {
      int width = unit.nominal() * k / PARTS / unit.multiple() * unit.multiple();
      found.add(Math.max(unit.multiple(), width));
    }
  }

  private void removeDearer(TreeSet<Integer> found) {
    double least = Double.POSITIVE_INFINITY;
    for (int width : List.copyOf(found.descendingSet())) {
      if (at(width) >= least) {
        found.remove(width);
      } else {
        least = at(width);
      }
    }
  }

  private double at(int width) {
    return known.computeIfAbsent(width, cost::applyAsDouble);
  }
}
