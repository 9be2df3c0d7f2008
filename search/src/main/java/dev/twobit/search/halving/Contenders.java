package dev.twobit.search.halving;

import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.ResidualChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What a field is drawn from.
 *
 * @param controls networks that are in it whatever their value: the original, first, its best
 *     uniform scaling and the largest, as far as they differ
 * @param near maximal networks near the original that are none of these
 * @param others maximal networks that are none of these and not near
 * @param neighbours maximal networks near one, itself among them or not
 * @param value of widths before anything is judged, higher is better ({@link KeptImportance})
 * @param surveyed whether the value was measured for this
 * @param measuring what more is known of networks once a jury has been asked
 */
record Contenders(
    List<Entrant> controls,
    List<Map<String, Integer>> near,
    List<Map<String, Integer>> others,
    Function<Map<String, Integer>, List<Map<String, Integer>>> neighbours,
    ToDoubleFunction<Map<String, Integer>> value,
    boolean surveyed,
    Measuring measuring) {
  /** Of the best, those near which others are looked for. */
  private static final int LEADERS = 3;

  /** Of those near the original, places of their own where values are measured. */
  private static final int NEAREST = 2;

  /** Has a jury tell what networks are worth. */
  @FunctionalInterface
  interface Measuring {
    Contenders of(Contenders before, Jury jury) throws IOException;
  }

  Contenders {
    controls = List.copyOf(controls);
    near = List.copyOf(near);
    others = List.copyOf(others);
  }

  /** Of which nothing is measured before they are judged. */
  Contenders(
      List<Entrant> controls,
      List<Map<String, Integer>> near,
      List<Map<String, Integer>> others,
      Function<Map<String, Integer>, List<Map<String, Integer>>> neighbours,
      ToDoubleFunction<Map<String, Integer>> value) {
    this(controls, near, others, neighbours, value, false, (before, jury) -> before);
  }

  /**
   * @param near networks near the original, controls among them or not
   * @param maximal networks, controls and near ones among them or not
   */
  static Contenders of(
      List<Entrant> controls,
      List<Map<String, Integer>> near,
      List<Map<String, Integer>> maximal,
      Function<Map<String, Integer>, List<Map<String, Integer>>> neighbours,
      ToDoubleFunction<Map<String, Integer>> value) {
    Set<Map<String, Integer>> taken =
        controls.stream().map(Entrant::widths).collect(Collectors.toSet());
    return new Contenders(controls, left(near, taken), left(maximal, taken), neighbours, value);
  }

  Contenders with(Measuring other) {
    return new Contenders(controls, near, others, neighbours, value, false, other);
  }

  /** With what a jury tells. */
  Contenders measured(Jury jury) throws IOException {
    return measuring.of(this, jury);
  }

  /**
   * The same by a value that was measured, and more of them; of those near the original only the
   * best have places of their own, for that value knows them too.
   *
   * @param best maximal networks, the best first: they and those near the first take part
   */
  Contenders by(ToDoubleFunction<Map<String, Integer>> measured, List<Map<String, Integer>> best) {
    List<Map<String, Integer>> nearest =
        near.stream()
            .sorted(Comparator.comparingDouble(w -> -measured.applyAsDouble(w)))
            .limit(NEAREST)
            .toList();
    Set<Map<String, Integer>> taken =
        controls.stream().map(Entrant::widths).collect(Collectors.toSet());
    taken.addAll(nearest);
    List<Map<String, Integer>> all = new ArrayList<>(best);
    best.stream().limit(LEADERS).forEach(widths -> all.addAll(neighbours.apply(widths)));
    all.addAll(near);
    all.addAll(others);
    return new Contenders(
        controls, nearest, left(all, taken), neighbours, measured, true, measuring);
  }

  /** Of all its networks; empty where they are not searched. */
  Map<String, Integer> bits() {
    return ResidualChoice.entries(controls.get(0).widths());
  }

  /** Those that are not taken, which then are. */
  private static List<Map<String, Integer>> left(
      List<Map<String, Integer>> from, Set<Map<String, Integer>> taken) {
    return from.stream().filter(taken::add).toList();
  }
}
