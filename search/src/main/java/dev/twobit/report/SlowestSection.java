package dev.twobit.report;

import dev.twobit.results.LayerResult;
import dev.twobit.results.SimulationResult;

/** The layers that take most clocks, each with the reason. */
final class SlowestSection {
  private static final int MOST = 3;

  private SlowestSection() {}

  static Html of(SimulationResult simulation) {
    Table table = new Table("slowest layers", "#cycles", "#of all", "why");
    for (LayerResult layer : simulation.slowest(MOST)) {
      table.row(
          layer.name(),
          Format.count(layer.latencyCycles()),
          Format.share(simulation.share(layer)),
          layer.bottleneck().map(b -> b.reason()).orElse("not known: written by an older twobit"));
    }
    return table.html();
  }
}
