package dev.twobit.search.frontier;

import dev.twobit.network.CostKind;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.Costs;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.Map;

/** Costs of a space's networks as multiples of the original's. */
final class FrontierMeasure {
  private final SearchSpace space;
  private final CostModel costs;
  private final Costs original;
  private final Steps steps;

  FrontierMeasure(SearchSpace space, CostModel costs) {
    this.space = space;
    this.costs = costs;
    this.original = costs.original();
    this.steps = new Steps(space);
  }

  MeasuredNetwork of(Map<String, Integer> widths) {
    return new MeasuredNetwork(
        widths,
        share(CostKind.FLOPS, widths),
        share(CostKind.PARAMS, widths),
        share(CostKind.LATENCY, widths),
        // Back to back are the layers of one image.
        share(space.network().images() == 1 ? CostKind.WHOLE : CostKind.LATENCY, widths));
  }

  UnitPrice price(SearchUnit unit) {
    Map<String, Integer> now = steps.complete(Map.of());
    Map<String, Integer> wider = steps.wider(unit, now).orElse(now);
    Map<String, Integer> narrower = steps.narrower(unit, now).orElse(now);
    double latency = share(CostKind.LATENCY, now);
    return new UnitPrice(
        unit.name(),
        unit.nominal(),
        wider.getOrDefault(unit.name(), unit.nominal()),
        narrower.getOrDefault(unit.name(), unit.nominal()),
        share(CostKind.LATENCY, wider) - latency,
        latency - share(CostKind.LATENCY, narrower),
        share(CostKind.FLOPS, wider) * share(CostKind.PARAMS, wider) - 1);
  }

  private double share(CostKind kind, Map<String, Integer> widths) {
    return costs.cost(kind, space, widths) / original.of(kind);
  }
}
