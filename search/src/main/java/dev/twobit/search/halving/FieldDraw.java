package dev.twobit.search.halving;

import dev.twobit.search.HalvingSettings;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.HeldOut;
import dev.twobit.search.contest.Jury;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Which networks take part: the controls, the best by value among those near the original and among
 * all, of the next best those that score highest without training, and some at random, which no
 * proposer can miss.
 */
final class FieldDraw {
  /** Of the places that controls leave, the part that goes to networks near the original. */
  private static final double NEAR_SHARE = 0.4;

  /** Of the places that these leave, the part that goes by value. */
  private static final double VALUED_SHARE = 0.6;

  /** The same where values were measured. */
  private static final double SURVEYED_SHARE = 0.85;

  /** And the part that goes by scores without training; the rest is drawn. */
  private static final double CALIBRATED_SHARE = 0.25;

  /** So many of the best may differ from one another in one unit only. */
  private static final int MAY_BE_ALIKE = 10;

  private final HalvingSettings settings;
  private final long seed;

  FieldDraw(HalvingSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
  }

  /** The controls first; every network there is, where there are no more than places. */
  List<Entrant> of(Contenders contenders, Jury jury) throws IOException {
    List<Entrant> field = new ArrayList<>(contenders.controls());
    int all = Math.max(0, settings.fieldNetworks() - field.size());
    List<Map<String, Integer>> nearest = byValue(contenders, contenders.near());
    if (nearest.size() + contenders.others().size() <= all) {
      nearest.forEach(w -> field.add(new Entrant(w, Entrant.Role.EXCHANGED)));
      contenders.others().forEach(w -> field.add(new Entrant(w, Entrant.Role.VALUED)));
      return field;
    }
    int near = (int) Math.round(NEAR_SHARE * all);
    unlike(nearest, near).forEach(w -> field.add(new Entrant(w, Entrant.Role.EXCHANGED)));
    Set<Map<String, Integer>> left = new LinkedHashSet<>(contenders.others());
    left.addAll(contenders.near());
    field.forEach(e -> left.remove(e.widths()));
    List<Map<String, Integer>> best = byValue(contenders, left);
    int places = Math.max(0, settings.fieldNetworks() - field.size());
    left.clear();
    left.addAll(best);
    double share = contenders.surveyed() ? SURVEYED_SHARE : VALUED_SHARE;
    int valued = (int) Math.round(share * places);
    take(field, left, unlike(best, valued), Entrant.Role.VALUED);
    int calibrated = contenders.surveyed() ? 0 : (int) Math.round(CALIBRATED_SHARE * places);
    take(field, left, calibrated(left, calibrated, jury), Entrant.Role.CALIBRATED);
    take(field, left, drawn(left, places - valued - calibrated), Entrant.Role.DRAWN);
    return field;
  }

  private static void take(
      List<Entrant> field,
      Set<Map<String, Integer>> left,
      List<Map<String, Integer>> chosen,
      Entrant.Role role) {
    for (Map<String, Integer> widths : chosen) {
      left.remove(widths);
      field.add(new Entrant(widths, role));
    }
  }

  private static List<Map<String, Integer>> byValue(
      Contenders contenders, Collection<Map<String, Integer>> networks) {
    return networks.stream()
        .map(w -> Map.entry(w, contenders.value().applyAsDouble(w)))
        .sorted(Comparator.comparingDouble(e -> -e.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The best that differ in two units at least, but for a few; then the best of the others. */
  private static List<Map<String, Integer>> unlike(List<Map<String, Integer>> best, int count) {
    Set<Map<String, Integer>> chosen = new LinkedHashSet<>();
    List<Map<String, Integer>> rest = new ArrayList<>();
    for (Map<String, Integer> widths : best) {
      if (chosen.size() < Math.min(count, MAY_BE_ALIKE)
          || chosen.size() < count && chosen.stream().noneMatch(c -> differences(c, widths) < 2)) {
        chosen.add(widths);
      }
    }
    best.stream().filter(w -> !chosen.contains(w)).limit(count - chosen.size()).forEach(rest::add);
    chosen.addAll(rest);
    return List.copyOf(chosen);
  }

  /** Units in which two networks differ. */
  static long differences(Map<String, Integer> a, Map<String, Integer> b) {
    return a.entrySet().stream().filter(e -> !e.getValue().equals(b.get(e.getKey()))).count();
  }

  private List<Map<String, Integer>> calibrated(
      Set<Map<String, Integer>> left, int count, Jury jury) throws IOException {
    if (count == 0) {
      return List.of();
    }
    List<Entrant> judged =
        left.stream()
            .limit(settings.calibratedNetworks())
            .map(w -> new Entrant(w, Entrant.Role.CALIBRATED))
            .toList();
    Jury.Terms terms = new Jury.Terms("without training", 0, seed, HeldOut.Part.RUNGS);
    return Jury.ranked(jury.judge(judged, terms)).stream()
        .limit(count)
        .map(s -> s.entrant().widths())
        .toList();
  }

  private List<Map<String, Integer>> drawn(Set<Map<String, Integer>> left, int count) {
    List<Map<String, Integer>> from = new ArrayList<>(left);
    List<Map<String, Integer>> drawn = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    while (drawn.size() < count && !from.isEmpty()) {
      drawn.add(from.remove(random.nextInt(from.size())));
    }
    return drawn;
  }
}
