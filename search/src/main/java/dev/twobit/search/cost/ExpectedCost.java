package dev.twobit.search.cost;

import dev.twobit.search.space.ArchitectureParameters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Expectation of a cost under the architecture parameters, with its gradient. */
public final class ExpectedCost {
  private final double value;
  private final Map<String, double[]> logitGradients = new LinkedHashMap<>();

  /**
   * @param gradients with respect to the probabilities of units; a unit that is not named has none
   */
  ExpectedCost(double value, ArchitectureParameters architecture, Map<String, double[]> gradients) {
    this.value = value;
    for (String unit : architecture.units()) {
      double[] p = architecture.probabilities(unit);
      double[] g = gradients.getOrDefault(unit, new double[p.length]);
      double mean = 0;
      for (int i = 0; i < p.length; i++) {
        mean += p[i] * g[i];
      }
      double[] logits = new double[p.length];
      for (int i = 0; i < p.length; i++) {
        logits[i] = p[i] * (g[i] - mean);
      }
      logitGradients.put(unit, logits);
    }
  }

  private ExpectedCost(double value) {
    this.value = value;
  }

  /** So many times the cost; the factor depends on no logit. */
  ExpectedCost times(double factor) {
    ExpectedCost product = new ExpectedCost(value * factor);
    logitGradients.forEach(
        (unit, g) ->
            product.logitGradients.put(unit, Arrays.stream(g).map(d -> d * factor).toArray()));
    return product;
  }

  public double value() {
    return value;
  }

  /** d value / d logits of every unit, through the softmax. */
  public Map<String, double[]> logitGradients() {
    return logitGradients;
  }
}
