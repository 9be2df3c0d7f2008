package dev.twobit.search.halving;

import dev.twobit.search.SearchSettings;
import dev.twobit.search.contest.Contest;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.ResidualChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A space whose best network is known: six units of one to six steps of width, each with a price a
 * step, a budget that the original just meets, and an accuracy that is a sum of concave gains of
 * the units.
 */
final class PlantedSpace {
  static final int NOMINAL = 3;
  private static final int UNITS = 6;
  private static final int STEPS = 6;

  /** Top-1 of the original, 0..1. */
  private static final double ORIGINAL = 0.70;

  /** Of any network. */
  private static final double LEAST = 0.4;

  private final double[] prices = new double[UNITS];
  private final double[] gains = new double[UNITS];
  private final double budget;
  private final double scale;
  private final List<Map<String, Integer>> maximal;

  /**
   * @param points by which the best network within the budget is better than the original, percent;
   *     0: all networks are equally good
   */
  PlantedSpace(long seed, double points) {
    SplittableRandom random = new SplittableRandom(seed);
    double sum = 0;
    for (int u = 0; u < UNITS; u++) {
      prices[u] = 0.5 + random.nextDouble();
      gains[u] = Math.pow(20, random.nextDouble()); // of few units as much as of all others
      sum += prices[u] * NOMINAL;
    }
    budget = sum;
    maximal = maximal();
    double best = maximal.stream().mapToDouble(this::gain).max().orElseThrow();
    scale = points / 100 / (best - gain(original()));
  }

  Map<String, Integer> original() {
    return widths(new int[] {NOMINAL, NOMINAL, NOMINAL, NOMINAL, NOMINAL, NOMINAL});
  }

  /** Top-1 after full training, 0..1. */
  double accuracy(Map<String, Integer> widths) {
    return Math.max(LEAST, ORIGINAL + scale * (gain(widths) - gain(original())));
  }

  /** The original as control; kept importance knows the right units, but not what they gain. */
  Contenders contenders() {
    List<Map<String, Integer>> others =
        maximal.stream().filter(w -> !w.equals(original())).collect(Collectors.toList());
    return new Contenders(
        List.of(new Entrant(original(), Entrant.Role.ORIGINAL)),
        List.of(),
        others,
        this::neighbours,
        w -> w.values().stream().mapToDouble(x -> Math.min(x, NOMINAL) + Math.log(x)).sum());
  }

  /** One or two units a step narrower, the others not, and what that pays for. */
  private List<Map<String, Integer>> neighbours(Map<String, Integer> of) {
    return maximal.stream().filter(w -> stepsDown(of, w) >= 1 && stepsDown(of, w) <= 2).toList();
  }

  private static int stepsDown(Map<String, Integer> from, Map<String, Integer> to) {
    return from.keySet().stream()
        .mapToInt(u -> Math.max(0, from.getOrDefault(u, 0) - to.getOrDefault(u, 0)))
        .sum();
  }

  private double gain(Map<String, Integer> widths) {
    double sum = 0;
    int u = 0;
    for (int width : widths.values()) {
      sum += gains[u++] * (1 - Math.exp(-width / 3.0));
    }
    return sum;
  }

  private double price(int[] steps) {
    double sum = 0;
    for (int u = 0; u < UNITS; u++) {
      sum += prices[u] * steps[u];
    }
    return sum;
  }

  private List<Map<String, Integer>> maximal() {
    List<Map<String, Integer>> found = new ArrayList<>();
    int[] steps = new int[UNITS];
    for (int code = 0; code < Math.pow(STEPS, UNITS); code++) {
      int rest = code;
      for (int u = 0; u < UNITS; u++) {
        steps[u] = 1 + rest % STEPS;
        rest /= STEPS;
      }
      if (price(steps) <= budget + 1e-9 && !canGrow(steps)) {
        found.add(widths(steps));
      }
    }
    return found;
  }

  private boolean canGrow(int[] steps) {
    double spent = price(steps);
    for (int u = 0; u < UNITS; u++) {
      if (steps[u] < STEPS && spent + prices[u] <= budget + 1e-9) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, Integer> widths(int[] steps) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (int u = 0; u < UNITS; u++) {
      widths.put("u" + u, steps[u]);
    }
    return widths;
  }

  /** The same networks with their residual path at these bits, which change nothing. */
  Contenders contenders(int residualBits) {
    UnaryOperator<Map<String, Integer>> at = w -> ResidualChoice.with(w, residualBits);
    Contenders given = contenders();
    return new Contenders(
        given.controls().stream().map(c -> new Entrant(at.apply(c.widths()), c.role())).toList(),
        given.near().stream().map(at).toList(),
        given.others().stream().map(at).toList(),
        w -> given.neighbours().apply(ResidualChoice.channels(w)).stream().map(at).toList(),
        w -> given.value().applyAsDouble(ResidualChoice.channels(w)));
  }

  /** Field, rungs and final. */
  static Contest.Outcome contest(
      SearchSettings settings,
      int fullEpochs,
      long seed,
      Contenders contenders,
      Set<Entrant> overBudget,
      Jury jury)
      throws IOException {
    return contest(settings, fullEpochs, seed, List.of(contenders), overBudget, jury);
  }

  /** As above, of several fields. */
  static Contest.Outcome contest(
      SearchSettings settings,
      int fullEpochs,
      long seed,
      List<Contenders> fields,
      Set<Entrant> overBudget,
      Jury jury)
      throws IOException {
    return new Contest(settings.last(), fullEpochs, seed)
        .run(
            fields.stream().flatMap(f -> f.controls().stream()).toList(),
            overBudget,
            new Rounds(fields, settings.halving(), fullEpochs, seed),
            jury);
  }
}
