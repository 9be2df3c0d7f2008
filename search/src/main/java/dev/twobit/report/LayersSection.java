package dev.twobit.report;

import dev.twobit.results.LayerResult;
import dev.twobit.results.RunResults;
import dev.twobit.results.SimulationResult;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;

/** Every figure of every layer. */
final class LayersSection {
  private LayersSection() {}

  static Html of(RunResults run) {
    return Html.section(
        "All layer numbers",
        Html.element(
            "p", "soft", "Every figure of every layer; results.json holds the same for programs."),
        Html.collapsed("Adapted network, layer by layer", table(run.adapted())),
        Html.collapsed("Original network, layer by layer", table(run.original())));
  }

  static Html table(SimulationResult network) {
    Table table =
        new Table(
            "layer",
            "operator",
            "shape",
            "bits",
            "#MACs",
            "#cycles",
            "#MAC active",
            "#fill, drain",
            "#output-bound",
            "#load",
            "#stall",
            "#utilization",
            "#SRAM read B",
            "#SRAM written B",
            "#DRAM read B",
            "#DRAM written B",
            "#energy µJ",
            "#row tiles",
            "mapping",
            "why no faster");
    for (LayerResult layer : network.layers()) {
      CycleBreakdown cycles = layer.cycles();
      Activity activity = layer.activity();
      table.row(
          layer.name(),
          layer.operator(),
          layer.shape(),
          layer.precision(),
          Format.count(layer.macs()),
          Format.count(layer.latencyCycles()),
          Format.count(cycles.macActive()),
          Format.count(cycles.fillDrain()),
          Format.count(cycles.outputBound()),
          Format.count(cycles.load()),
          Format.count(cycles.memoryStall()),
          Format.share(layer.macUtilization()),
          Format.count(activity.sramReadBytes()),
          Format.count(activity.sramWriteBytes()),
          Format.count(activity.dramReadBytes()),
          Format.count(activity.dramWriteBytes()),
          Format.microjoules(layer.energy().totalPicojoules()),
          Format.count(layer.rowTiles()),
          layer.mapping(),
          layer.bottleneck().map(b -> b.reason()).orElse(""));
    }
    return table.dense();
  }
}
