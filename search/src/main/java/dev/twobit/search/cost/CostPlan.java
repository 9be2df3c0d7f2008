package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Expected costs in one space: distributions of the widths that each term depends on, and each
 * term's table over them, filled when a kind is first asked for. For any number of threads.
 */
final class CostPlan {
  private final CostDecomposition terms;
  private final JointWidths widths;
  private final Map<CostKind, Tables> tables = new EnumMap<>(CostKind.class);

  /**
   * @param peak of a maximum over terms; empty for a sum
   */
  private record Tables(int[] nodes, List<double[]> costs, List<PeakExpectation> peak) {}

  CostPlan(SearchSpace space, CostDecomposition terms) {
    this.terms = terms;
    this.widths = new JointWidths(space);
    terms.counts().forEach(t -> widths.joint(t.operands()));
    terms.steps().forEach(t -> widths.joint(t.operands()));
  }

  ExpectedCost expected(CostKind kind, ArchitectureParameters architecture) {
    Tables of = tables(kind);
    double[][] p = widths.forward(architecture);
    double[][] gradients = new double[p.length][];
    java.util.Arrays.fill(gradients, new double[0]);
    double value = of.peak.isEmpty() ? sum(of, p, gradients) : largest(of, p, gradients);
    return new ExpectedCost(value, architecture, widths.backward(p, gradients));
  }

  private static double sum(Tables of, double[][] p, double[][] gradients) {
    double value = 0;
    for (int t = 0; t < of.nodes.length; t++) {
      double[] cost = of.costs.get(t);
      double[] probability = p[of.nodes[t]];
      double[] gradient = gradient(of.nodes[t], p, gradients);
      for (int k = 0; k < cost.length; k++) {
        value += probability[k] * cost[k];
        gradient[k] += cost[k];
      }
    }
    return value;
  }

  private static double largest(Tables of, double[][] p, double[][] gradients) {
    double[][] probabilities = new double[of.nodes.length][];
    double[][] own = new double[of.nodes.length][];
    for (int t = 0; t < of.nodes.length; t++) {
      probabilities[t] = p[of.nodes[t]];
      own[t] = gradient(of.nodes[t], p, gradients);
    }
    return of.peak.get(0).add(probabilities, own);
  }

  private static double[] gradient(int node, double[][] p, double[][] gradients) {
    if (gradients[node].length == 0) {
      gradients[node] = new double[p[node].length];
    }
    return gradients[node];
  }

  private Tables tables(CostKind kind) {
    synchronized (tables) {
      return tables.computeIfAbsent(kind, this::fill);
    }
  }

  private Tables fill(CostKind kind) {
    List<CostTerm> of = terms.of(kind);
    int[] nodes = of.stream().mapToInt(t -> widths.joint(t.operands())).toArray();
    List<double[]> costs = new ArrayList<>();
    for (int t = 0; t < nodes.length; t++) {
      CostTerm.Cost cost = of.get(t).cost();
      costs.add(widths.values(nodes[t]).stream().mapToDouble(w -> cost.at(kind, w)).toArray());
    }
    return new Tables(
        nodes, costs, kind == CostKind.SRAM_PEAK ? List.of(new PeakExpectation(costs)) : List.of());
  }
}
