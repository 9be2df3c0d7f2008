package dev.twobit.search.supernet;

import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Two candidates a unit, drawn by Gumbel-softmax without replacement
 * (search/docs/methods.md#sampling).
 */
final class PairSampler {
  private static final double FLOOR = 1e-7;

  private PairSampler() {}

  /**
   * @param first index of one candidate, {@code second} of the other
   * @param weight of the first in the interpolation, that of the second is 1 - weight
   */
  record Pair(int first, int second, double weight) {}

  static Map<String, Pair> sample(
      SearchSpace space, ArchitectureParameters architecture, double temperature, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Pair> pairs = new LinkedHashMap<>();
    for (String unit : space.units().keySet()) {
      pairs.put(unit, sample(architecture.probabilities(unit), temperature, random));
    }
    return pairs;
  }

  static Pair sample(double[] probabilities, double temperature, SplittableRandom random) {
    int n = probabilities.length;
    if (n == 1) {
      return new Pair(0, 0, 1);
    }
    double[] z = perturbed(probabilities, temperature, random);
    double[] q = ArchitectureParameters.softmax(z);
    int first = draw(q, -1, random);
    int second = draw(q, first, random);
    return new Pair(first, second, 1 / (1 + Math.exp(z[second] - z[first])));
  }

  /** Weights of all candidates: softmax of the perturbed logarithms. */
  static double[] gumbelSoftmax(
      double[] probabilities, double temperature, SplittableRandom random) {
    return ArchitectureParameters.softmax(perturbed(probabilities, temperature, random));
  }

  /**
   * Logarithms of the probabilities with Gumbel noise, over the temperature; at a temperature of 0
   * or below without noise and undivided (TAS' code).
   */
  private static double[] perturbed(
      double[] probabilities, double temperature, SplittableRandom random) {
    double[] z = new double[probabilities.length];
    for (int i = 0; i < z.length; i++) {
      double gumbel = 0;
      if (temperature > 0) {
        double uniform = 1 - random.nextDouble();
        gumbel = -Math.log(-Math.log(uniform * (1 - 1e-15) + 1e-300));
      }
      z[i] = (Math.log(probabilities[i]) + gumbel) / divisor(temperature);
    }
    return z;
  }

  static double divisor(double temperature) {
    return temperature > 0 ? temperature : 1;
  }

  private static int draw(double[] q, int taken, SplittableRandom random) {
    double total = 0;
    for (int i = 0; i < q.length; i++) {
      total += i == taken ? 0 : q[i] + FLOOR;
    }
    double left = random.nextDouble() * total;
    int last = -1;
    for (int i = 0; i < q.length; i++) {
      if (i != taken) {
        last = i;
        left -= q[i] + FLOOR;
        if (left < 0) {
          return i;
        }
      }
    }
    return last;
  }

  /**
   * Gradient of the logits from that of the two weights (the softmax over the pair, at
   * temperature): antisymmetric, all others 0.
   */
  static double[] logitGradient(
      Pair pair, double gradientFirst, double gradientSecond, double temperature, int candidates) {
    double[] gradient = new double[candidates];
    if (pair.first != pair.second) {
      double g =
          pair.weight * (1 - pair.weight) * (gradientFirst - gradientSecond) / divisor(temperature);
      gradient[pair.first] = g;
      gradient[pair.second] = -g;
    }
    return gradient;
  }
}
