package dev.twobit.search.space;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * One logit per unit and candidate, with Adam's moments (search/docs/methods.md#search-parameters).
 */
public final class ArchitectureParameters {
  private static final double EPSILON = 1e-8;
  private static final double INITIAL_DEVIATION = 0.01;
  private static final double NEVER = -1e4;

  private final Map<String, double[]> logits = new LinkedHashMap<>();
  private final Map<String, double[]> first = new LinkedHashMap<>();
  private final Map<String, double[]> second = new LinkedHashMap<>();
  private long steps;

  private ArchitectureParameters() {}

  /**
   * How logits are updated.
   *
   * @param rate most that a logit moves in a step of steady gradients
   * @param decay L2, in the gradient
   * @param beta1 of the first moment, 0.5 in TAS; {@code beta2} of the second
   */
  public record Adam(double rate, double decay, double beta1, double beta2) {}

  /** N(0, 0.01^2) logits: nearly uniform. */
  public static ArchitectureParameters initial(SearchSpace space, Random random) {
    return of(space, (unit, i) -> random.nextGaussian() * INITIAL_DEVIATION);
  }

  /** Equal logits. */
  public static ArchitectureParameters uniform(SearchSpace space) {
    return of(space, (unit, i) -> 0);
  }

  /** All probability on one candidate of every unit; a width that is none is an error. */
  public static ArchitectureParameters certain(SearchSpace space, Map<String, Integer> widths) {
    widths.forEach(
        (name, width) -> {
          if (!space.unit(name).candidates().contains(width)) {
            throw new IllegalArgumentException(name + " has no candidate " + width);
          }
        });
    return of(
        space, (unit, i) -> unit.candidates().get(i).equals(widths.get(unit.name())) ? 0 : NEVER);
  }

  /**
   * Logits of these probabilities, without moments.
   *
   * @param probabilities of every candidate, by unit
   */
  public static ArchitectureParameters likely(
      SearchSpace space, Map<String, double[]> probabilities) {
    return of(
        space,
        (unit, i) -> {
          double[] row = probabilities.get(unit.name());
          if (row == null || row.length != unit.candidates().size()) {
            throw new IllegalArgumentException("not the probabilities of " + unit);
          }
          return Math.max(NEVER, Math.log(row[i]));
        });
  }

  private interface Logit {
    double of(SearchUnit unit, int candidate);
  }

  private static ArchitectureParameters of(SearchSpace space, Logit logit) {
    ArchitectureParameters result = new ArchitectureParameters();
    space
        .units()
        .forEach(
            (name, unit) -> {
              double[] row = new double[unit.candidates().size()];
              Arrays.setAll(row, i -> logit.of(unit, i));
              result.put(name, row, new double[row.length], new double[row.length]);
            });
    return result;
  }

  private void put(String unit, double[] row, double[] m, double[] v) {
    logits.put(unit, row);
    first.put(unit, m);
    second.put(unit, v);
  }

  /** Names of the units, in order. */
  public Set<String> units() {
    return logits.keySet();
  }

  public double[] logits(String unit) {
    double[] row = logits.get(unit);
    if (row == null) {
      throw new IllegalArgumentException(unit + " is not searched");
    }
    return row;
  }

  /** Softmax of a unit's logits. */
  public double[] probabilities(String unit) {
    return softmax(logits(unit));
  }

  public static double[] softmax(double[] logits) {
    double largest = Arrays.stream(logits).max().orElse(0);
    double[] p = Arrays.stream(logits).map(l -> Math.exp(l - largest)).toArray();
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(x -> x / sum).toArray();
  }

  /** Index of the largest logit. */
  public int choice(String unit) {
    double[] row = logits(unit);
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      if (row[i] > row[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The width of every unit by winner takes all. */
  public Map<String, Integer> genotype(SearchSpace space) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> widths.put(name, unit.candidates().get(choice(name))));
    return widths;
  }

  /** One step of Adam on all logits. */
  public void step(Map<String, double[]> gradients, Adam adam) {
    steps++;
    double correction1 = 1 - Math.pow(adam.beta1, steps);
    double correction2 = 1 - Math.pow(adam.beta2, steps);
    logits.forEach(
        (unit, row) -> {
          double[] given = gradients.getOrDefault(unit, new double[row.length]);
          double[] m = first.getOrDefault(unit, new double[row.length]);
          double[] v = second.getOrDefault(unit, new double[row.length]);
          for (int i = 0; i < row.length; i++) {
            double g = given[i] + adam.decay * row[i];
            m[i] = adam.beta1 * m[i] + (1 - adam.beta1) * g;
            v[i] = adam.beta2 * v[i] + (1 - adam.beta2) * g * g;
            row[i] -= adam.rate * (m[i] / correction1) / (Math.sqrt(v[i] / correction2) + EPSILON);
          }
        });
  }

  /**
   * A copy of the widest candidate's logit for one more (search/docs/methods.md#expansion): first
   * moment 0, second copied.
   */
  public void expand(String unit) {
    double[] row = logits(unit);
    int n = row.length;
    double[] grown = Arrays.copyOf(row, n + 1);
    grown[n] = row[n - 1];
    double[] m = Arrays.copyOf(first.getOrDefault(unit, new double[n]), n + 1);
    double[] v = Arrays.copyOf(second.getOrDefault(unit, new double[n]), n + 1);
    v[n] = v[n - 1];
    put(unit, grown, m, v);
  }

  /** Everything, as text, exact to the bit. */
  public Map<String, String> save() {
    Map<String, String> state = new LinkedHashMap<>();
    state.put("architecture/steps", String.valueOf(steps));
    logits.forEach(
        (unit, row) -> {
          state.put("architecture/logits/" + unit, text(row));
          state.put("architecture/first/" + unit, text(first.getOrDefault(unit, row)));
          state.put("architecture/second/" + unit, text(second.getOrDefault(unit, row)));
        });
    return state;
  }

  public static ArchitectureParameters restore(SearchSpace space, Map<String, String> state) {
    ArchitectureParameters result = new ArchitectureParameters();
    result.steps = Long.parseLong(state.getOrDefault("architecture/steps", "0"));
    for (String unit : space.units().keySet()) {
      result.put(
          unit,
          numbers(state.getOrDefault("architecture/logits/" + unit, "")),
          numbers(state.getOrDefault("architecture/first/" + unit, "")),
          numbers(state.getOrDefault("architecture/second/" + unit, "")));
    }
    return result;
  }

  private static String text(double[] values) {
    return String.join(",", Arrays.stream(values).mapToObj(Double::toHexString).toList());
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
  }
}
