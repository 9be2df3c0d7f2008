package dev.twobit.search;

import java.util.Collection;
import java.util.TreeSet;

/**
 * The channels of a tensor in the super-net: fixed, or the largest of several units' widths (after
 * an Add of unequal widths, SPEC 1.7).
 *
 * @param units names; empty if fixed
 * @param fixed channels if there are no units
 */
record TensorWidth(TreeSet<String> units, int fixed) {
  static TensorWidth fixed(int channels) {
    return new TensorWidth(new TreeSet<>(), channels);
  }

  static TensorWidth of(String unit) {
    return new TensorWidth(new TreeSet<>(java.util.List.of(unit)), 0);
  }

  static TensorWidth largest(Collection<TensorWidth> widths) {
    TreeSet<String> units = new TreeSet<>();
    int fixed = 0;
    for (TensorWidth width : widths) {
      units.addAll(width.units);
      fixed = Math.max(fixed, width.fixed);
    }
    return new TensorWidth(units, fixed);
  }
}
