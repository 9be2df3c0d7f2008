package dev.twobit.search.baseline;

import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.Costs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was drawn, in the band or not. */
final class DrawStatistics {
  private final List<Budget> budgets;
  private final List<Costs> all = new ArrayList<>();
  private int inBand;
  private int accepted;
  private double least = Double.POSITIVE_INFINITY;
  private String nearest = "nothing";

  DrawStatistics(List<Budget> budgets) {
    this.budgets = List.copyOf(budgets);
  }

  void add(Costs costs, double distance) {
    all.add(costs);
    inBand += distance == 0 ? 1 : 0;
    if (distance < least) {
      least = distance;
      nearest =
          budgets.stream()
              .map(
                  b ->
                      String.format(
                          Locale.ROOT,
                          "%.3f of the %s limit",
                          costs.of(b.kind()) / b.limit(),
                          b.kind().label()))
              .collect(Collectors.joining(", "));
    }
  }

  /** The last one is taken. */
  void accept() {
    accepted = all.size();
  }

  int draws() {
    return all.size();
  }

  String nearest() {
    return nearest;
  }

  /** Tries until the one taken, then what the unconstrained draws cost. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("tries until one was in the band", (double) accepted);
    figures.put("unconstrained draws", (double) all.size());
    figures.put("of these in the band, %", 100.0 * inBand / all.size());
    for (Budget b : budgets) {
      var shares = all.stream().mapToDouble(c -> c.of(b.kind()) / b.limit()).summaryStatistics();
      String name = b.kind().label() + " of the draws over its limit, ";
      figures.put(name + "least", shares.getMin());
      figures.put(name + "mean", shares.getAverage());
      figures.put(name + "most", shares.getMax());
    }
    return figures;
  }
}
