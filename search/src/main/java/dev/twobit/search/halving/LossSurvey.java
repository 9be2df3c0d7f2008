package dev.twobit.search.halving;

import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.Standing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Measures the losses of whole networks, a few at a time where those measured before promise most
 * (search/docs/methods.md#halving): units measured alone do not tell what several bring together.
 */
final class LossSurvey {
  /** Measured before the next are chosen. */
  private static final int AT_A_TIME = 6;

  /** Of those measured, the best, near which others are looked for. */
  private static final int LEADERS = 3;

  private final Function<ToDoubleFunction<Map<String, Integer>>, List<Map<String, Integer>>>
      largest;
  private final Function<Map<String, Integer>, List<Map<String, Integer>>> neighbours;
  private final List<Map<String, Integer>> networks;
  private final int count;

  /**
   * @param largest the maximal network of the highest value, or none
   * @param neighbours maximal networks near one
   * @param networks other maximal ones
   * @param count networks to be measured
   */
  LossSurvey(
      Function<ToDoubleFunction<Map<String, Integer>>, List<Map<String, Integer>>> largest,
      Function<Map<String, Integer>, List<Map<String, Integer>>> neighbours,
      List<Map<String, Integer>> networks,
      int count) {
    this.largest = largest;
    this.neighbours = neighbours;
    this.networks = List.copyOf(networks);
    this.count = count;
  }

  /**
   * What it came to.
   *
   * @param measured losses, those of units too
   * @param model of all of them
   * @param best networks within the budgets, the lowest loss first
   */
  record Found(int measured, LossModel model, List<Map<String, Integer>> best) {}

  /**
   * @param units measured one at a time
   */
  Found of(UnitLosses units, Jury jury, Measure measure) throws IOException {
    List<Standing> standings = new ArrayList<>(units.standings());
    List<Standing> whole = new ArrayList<>();
    LossModel model = model(units, standings, whole);
    while (whole.size() < count) {
      List<Map<String, Integer>> next =
          model.promising(
              candidates(model, standings, whole), Math.min(AT_A_TIME, count - whole.size()));
      if (next.isEmpty()) {
        break;
      }
      List<Entrant> entrants =
          next.stream().map(w -> new Entrant(w, Entrant.Role.SURVEYED)).toList();
      String name =
          "survey %d of %d "
              .formatted(whole.size() / AT_A_TIME + 1, (count + AT_A_TIME - 1) / AT_A_TIME);
      List<Standing> measured = jury.judge(entrants, measure.named(name));
      whole.addAll(measured);
      standings.addAll(measured);
      model = model(units, standings, whole);
    }
    return new Found(
        standings.size(),
        model,
        Jury.ranked(whole).stream().map(s -> s.entrant().widths()).toList());
  }

  private static LossModel model(UnitLosses units, List<Standing> standings, List<Standing> whole) {
    List<Standing> within = whole.isEmpty() ? standings.subList(0, 1) : Jury.ranked(whole);
    return LossModel.of(units, standings, within.get(0).score().meanCrossEntropy());
  }

  /** Maximal networks that were not measured. */
  private List<Map<String, Integer>> candidates(
      LossModel model, List<Standing> standings, List<Standing> whole) {
    Set<Map<String, Integer>> found = new LinkedHashSet<>();
    for (Map<String, Integer> best : largest.apply(model)) {
      found.add(best);
      found.addAll(neighbours.apply(best));
    }
    Jury.ranked(whole).stream()
        .limit(LEADERS)
        .forEach(s -> found.addAll(neighbours.apply(s.entrant().widths())));
    found.addAll(networks);
    standings.forEach(s -> found.remove(s.entrant().widths()));
    return List.copyOf(found);
  }
}
