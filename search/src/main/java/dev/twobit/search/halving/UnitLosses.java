package dev.twobit.search.halving;

import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.Standing;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a network is worth by what its units are (search/docs/methods.md#halving): the loss of the
 * original is measured with one unit at a time half and twice as wide, and its changes are added. A
 * unit's part is taken to fall to a quarter where its width doubles, as the square of a rounding
 * error does with a bit more. What a narrower unit costs is taken to be no less than chance, which
 * is what any unit seems to go the wrong way by: else one that costs nothing at half its width
 * would cost nothing at an eighth.
 */
final class UnitLosses implements ToDoubleFunction<Map<String, Integer>> {
  /** By which a unit's part of the loss falls where its width doubles. */
  private static final double FALL = 4;

  /** Nats that a wider unit may seem worse by, which is chance. */
  private static final double MOST_CHANCE = 0.1;

  /**
   * A unit's part.
   *
   * @param unit its name
   * @param width of the original
   * @param narrower how much higher the loss is at half the width, nats, at least 0
   * @param wider how much lower it is at twice the width, nats, at least 0
   */
  record Part(String unit, int width, double narrower, double wider) {
    double change(int to) {
      double doublings = Math.log((double) to / width) / Math.log(2);
      double left = Math.pow(FALL, -doublings);
      return doublings < 0
          ? narrower * (left - 1) / (FALL - 1)
          : -wider * (1 - left) / (1 - 1 / FALL);
    }
  }

  private final List<Part> parts;
  private final List<Standing> standings;

  private UnitLosses(List<Part> parts, List<Standing> standings) {
    this.parts = List.copyOf(parts);
    this.standings = List.copyOf(standings);
  }

  /**
   * Measured of the network of the space.
   *
   * @param original the first control
   */
  static UnitLosses measured(SearchSpace space, Entrant original, Jury jury, Measure measure)
      throws IOException {
    List<Entrant> changed = new ArrayList<>(List.of(original));
    Map<String, int[]> widths = new LinkedHashMap<>();
    for (SearchUnit unit : space.units().values()) {
      int[] points =
          IntStream.concat(
                  nearest(unit, unit.nominal() / 2.0, false).stream(),
                  nearest(unit, unit.nominal() * 2.0, true).stream())
              .toArray();
      widths.put(unit.name(), points);
      for (int width : points) {
        Map<String, Integer> at = new LinkedHashMap<>(original.widths());
        at.put(unit.name(), width);
        changed.add(new Entrant(at, Entrant.Role.MEASURED));
      }
    }
    List<Standing> standings = jury.judge(changed, measure.named("one unit at a time"));
    double base = standings.get(0).score().meanCrossEntropy();
    List<Part> measured = new ArrayList<>();
    double wrong = 0;
    int next = 1;
    for (Map.Entry<String, int[]> unit : widths.entrySet()) {
      int nominal = space.unit(unit.getKey()).nominal();
      double narrower = 0;
      double wider = 0;
      for (int width : unit.getValue()) {
        double change = standings.get(next++).score().meanCrossEntropy() - base;
        wrong = Math.max(wrong, width < nominal ? -change : Math.min(change, MOST_CHANCE));
        // A part of what it would be at half or at twice the width, of which this may be short.
        double share = new Part(unit.getKey(), nominal, 1, 1).change(width);
        double whole = Math.max(0, change / share);
        narrower = width < nominal ? whole : narrower;
        wider = width > nominal ? whole : wider;
      }
      measured.add(new Part(unit.getKey(), nominal, narrower, wider));
    }
    double chance = wrong;
    List<Part> parts =
        measured.stream()
            .map(p -> new Part(p.unit, p.width, Math.max(chance, p.narrower), p.wider))
            .toList();
    return new UnitLosses(parts, standings);
  }

  /** What was measured, the original first. */
  List<Standing> standings() {
    return standings;
  }

  /** The candidate nearest to a width, on one side of the unit's own; none if there is none. */
  private static OptionalInt nearest(SearchUnit unit, double wanted, boolean wider) {
    return unit.candidates().stream()
        .mapToInt(Integer::intValue)
        .filter(c -> wider ? c > unit.nominal() : c < unit.nominal())
        .boxed()
        .min(Comparator.comparingDouble(c -> Math.abs(Math.log(c / wanted))))
        .stream()
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  /** How much lower the loss should be than the original's, nats. */
  @Override
  public double applyAsDouble(Map<String, Integer> widths) {
    double lower = 0;
    for (Part part : parts) {
      lower -= part.change(widths.getOrDefault(part.unit, part.width));
    }
    return lower;
  }
}
