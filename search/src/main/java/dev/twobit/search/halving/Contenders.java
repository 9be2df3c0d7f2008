package dev.twobit.search.halving;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What a field is drawn from.
 *
 * @param controls networks that are in it whatever their value: the original, first, its best
 *     uniform scaling and the largest, as far as they differ
 * @param others maximal networks that are none of these
 * @param value of widths before anything is judged, higher is better ({@link KeptImportance})
 */
record Contenders(
    List<Entrant> controls,
    List<Map<String, Integer>> others,
    ToDoubleFunction<Map<String, Integer>> value) {
  Contenders {
    controls = List.copyOf(controls);
    others = List.copyOf(others);
  }

  /**
   * @param maximal networks, controls among them or not
   */
  static Contenders of(
      List<Entrant> controls,
      List<Map<String, Integer>> maximal,
      ToDoubleFunction<Map<String, Integer>> value) {
    Set<Map<String, Integer>> taken =
        controls.stream().map(Entrant::widths).collect(Collectors.toSet());
    return new Contenders(
        controls, maximal.stream().filter(w -> !taken.contains(w)).toList(), value);
  }
}
