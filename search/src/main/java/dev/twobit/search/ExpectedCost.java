package dev.twobit.search;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Sum over layers of E[cost(input width, output width)], exact for independent units; a width after
 * an Add is the largest of several, so its distribution function is the product of theirs.
 * Gradients come along.
 */
public final class ExpectedCost {
  private final SearchSpace space;
  private final Map<String, double[]> probabilities = new LinkedHashMap<>();
  private final Map<String, double[]> gradients = new LinkedHashMap<>();
  private double value;

  ExpectedCost(SearchSpace space, ArchitectureParameters architecture) {
    this.space = space;
    for (String unit : space.units().keySet()) {
      double[] p = architecture.probabilities(unit);
      probabilities.put(unit, p);
      gradients.put(unit, new double[p.length]);
    }
  }

  /** Cost of one layer at given widths. */
  @FunctionalInterface
  interface Table {
    double cost(int inputWidth, int outputWidth);
  }

  public double value() {
    return value;
  }

  /** d value / d logits of every unit, through the softmax. */
  public Map<String, double[]> logitGradients() {
    Map<String, double[]> result = new LinkedHashMap<>();
    gradients.forEach(
        (unit, g) -> {
          double[] p = array(probabilities, unit);
          double mean = 0;
          for (int i = 0; i < p.length; i++) {
            mean += p[i] * g[i];
          }
          double[] logits = new double[p.length];
          for (int i = 0; i < p.length; i++) {
            logits[i] = p[i] * (g[i] - mean);
          }
          result.put(unit, logits);
        });
    return result;
  }

  void add(TensorWidth input, TensorWidth output, Table table) {
    Distribution in = Distribution.of(input, space, probabilities);
    boolean same = input.equals(output);
    Distribution out = same ? in : Distribution.of(output, space, probabilities);
    double[] inGradient = new double[in.widths.length];
    double[] outGradient = new double[out.widths.length];
    for (int i = 0; i < in.widths.length; i++) {
      if (same) {
        double cost = table.cost(in.widths[i], in.widths[i]);
        value += in.p[i] * cost;
        inGradient[i] += cost;
        continue;
      }
      for (int j = 0; j < out.widths.length; j++) {
        double cost = table.cost(in.widths[i], out.widths[j]);
        value += in.p[i] * out.p[j] * cost;
        inGradient[i] += out.p[j] * cost;
        outGradient[j] += in.p[i] * cost;
      }
    }
    in.backward(inGradient, space, probabilities, gradients);
    if (!same) {
      out.backward(outGradient, space, probabilities, gradients);
    }
  }

  private static double[] array(Map<String, double[]> map, String unit) {
    double[] values = map.get(unit);
    if (values == null) {
      throw new IllegalArgumentException(unit + " is not searched");
    }
    return values;
  }

  /** Widths a tensor may have, ascending, with probabilities. */
  @SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
  private record Distribution(TensorWidth of, int[] widths, double[] p) {
    static Distribution of(
        TensorWidth width, SearchSpace space, Map<String, double[]> probabilities) {
      TreeSet<Integer> all = new TreeSet<>();
      int fixed = fixed(width);
      if (fixed > 0) {
        all.add(fixed);
      }
      for (String unit : width.units()) {
        for (int w : space.unit(unit).candidates()) {
          all.add(Math.max(w, fixed));
        }
      }
      int[] widths = all.stream().mapToInt(Integer::intValue).toArray();
      double[] p = new double[widths.length];
      double below = 0;
      for (int i = 0; i < widths.length; i++) {
        double upTo = 1;
        for (String unit : width.units()) {
          upTo *= cumulative(space.unit(unit), array(probabilities, unit), widths[i]);
        }
        p[i] = upTo - below;
        below = upTo;
      }
      return new Distribution(width, widths, p);
    }

    private static int fixed(TensorWidth width) {
      if (width instanceof TensorWidth.Largest l) {
        return l.operands().stream().mapToInt(Distribution::fixed).max().orElse(0);
      }
      return width instanceof TensorWidth.Fixed f ? f.channels() : 0;
    }

    private static double cumulative(SearchUnit unit, double[] p, int width) {
      double sum = 0;
      for (int i = 0; i < p.length && unit.candidates().get(i) <= width; i++) {
        sum += p[i];
      }
      return sum;
    }

    /** From the gradient of each width's probability to that of each unit's candidates. */
    void backward(
        double[] gradient,
        SearchSpace space,
        Map<String, double[]> probabilities,
        Map<String, double[]> gradients) {
      for (String unit : of.units()) {
        double[] target = array(gradients, unit);
        for (int k = 0; k < widths.length; k++) {
          double others = 1;
          for (String other : of.units()) {
            if (!other.equals(unit)) {
              others *= cumulative(space.unit(other), array(probabilities, other), widths[k]);
            }
          }
          // F(w_k) enters p_k with +1 and p_{k+1} with -1.
          double weight = gradient[k] - (k + 1 < widths.length ? gradient[k + 1] : 0);
          for (int c = 0; c < target.length; c++) {
            if (space.unit(unit).candidates().get(c) <= widths[k]) {
              target[c] += weight * others;
            }
          }
        }
      }
    }
  }
}
