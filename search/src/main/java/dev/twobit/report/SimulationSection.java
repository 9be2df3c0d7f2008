package dev.twobit.report;

import dev.twobit.experiment.results.HardwareFacts;
import dev.twobit.experiment.results.LatencySpread;
import dev.twobit.experiment.results.LatencySpread.LayerShare;
import dev.twobit.experiment.results.LatencySpread.Point;
import dev.twobit.experiment.results.LayerResult;
import dev.twobit.experiment.results.RunResults;
import dev.twobit.experiment.results.SimulationResult;
import dev.twobit.simulator.Activity;
import dev.twobit.simulator.CycleBreakdown;
import dev.twobit.simulator.energy.EnergyBreakdown;

/** What the simulator says of the original and the adapted network, and of the hardware. */
final class SimulationSection {
  private SimulationSection() {}

  static Html of(RunResults run) {
    return Html.join(
        latency(run),
        energy(run),
        roofline(),
        spread(run.spread()),
        hardware(run.hardware()),
        layers(run));
  }

  private static Html latency(RunResults run) {
    Table table = new Table("", "#original", "#adapted");
    CycleBreakdown before = run.original().cycles();
    CycleBreakdown after = run.adapted().cycles();
    cycles(table, "MAC active", before.macActive(), after.macActive());
    cycles(table, "fill and drain", before.fillDrain(), after.fillDrain());
    cycles(table, "output-bound", before.outputBound(), after.outputBound());
    cycles(table, "load", before.load(), after.load());
    cycles(table, "memory stall", before.memoryStall(), after.memoryStall());
    cycles(
        table, "all clock cycles", run.original().latencyCycles(), run.adapted().latencyCycles());
    table.row(
        "utilization of the MACs",
        Format.share(run.original().macUtilization()),
        Format.share(run.adapted().macUtilization()));
    return Html.section(
        "Where the clocks go",
        Html.element(
            "div",
            "pair",
            Html.chart("latencyTotals", "Clock cycles of one image by what they were spent on."),
            table.html()),
        Html.chart(
            "latencyByLayer",
            "Per layer: first bar, pale, the original; second bar the adapted network. Layers run"
                + " one after another, operands from and results to external memory."),
        Html.chart("latencyShares", "The adapted network's layers, each as a whole of its own."));
  }

  private static void cycles(Table table, String name, long before, long after) {
    table.row(name, Format.count(before), Format.count(after));
  }

  private static Html energy(RunResults run) {
    Table table = new Table("", "#original, µJ", "#adapted, µJ");
    EnergyBreakdown before = run.original().energy();
    EnergyBreakdown after = run.adapted().energy();
    energy(table, "MAC array", before.macPicojoules(), after.macPicojoules());
    energy(table, "on-chip buffer", before.sramPicojoules(), after.sramPicojoules());
    energy(table, "external memory", before.dramPicojoules(), after.dramPicojoules());
    energy(
        table, "post-processor", before.postProcessorPicojoules(), after.postProcessorPicojoules());
    energy(table, "leakage", before.leakagePicojoules(), after.leakagePicojoules());
    energy(table, "all", before.totalPicojoules(), after.totalPicojoules());
    return Html.section(
        "Where the energy goes",
        Html.element(
            "div",
            "pair",
            Html.chart("energyTotals", "Energy of one image by component."),
            table.html()),
        Html.chart(
            "energyByLayer",
            "Per layer: first bar, pale, the original; second bar the adapted network."));
  }

  private static void energy(Table table, String name, double before, double after) {
    table.row(name, Format.microjoules(before), Format.microjoules(after));
  }

  private static Html roofline() {
    return Html.section(
        "Roofline",
        Html.chart(
            "roofline",
            "Each layer with MACs: circles at the fastest precision, diamonds at wider ones, which"
                + " take several passes and have their own, dashed roof. The slant is the bandwidth"
                + " of external memory. The adapted network's four slowest layers are named."));
  }

  private static Html spread(LatencySpread spread) {
    Table table = new Table("network", "#clock cycles", "#latency");
    point(table, "narrowest", spread.narrowest());
    point(table, "original", spread.original());
    point(table, "widest", spread.widest());
    Table layers = new Table("dominating layer of the original", "#clock cycles", "#share");
    for (LayerShare layer : spread.dominating()) {
      layers.row(
          layer.layer(),
          Format.count(layer.latencyCycles()),
          Format.oneDecimalPercent(layer.sharePercent()));
    }
    return Html.section(
        "What widths can change",
        Html.element("p", spread.canConstrain() ? "" : "bad", spread.message()),
        Html.element(
            "div",
            "pair",
            table.html(),
            spread.dominating().isEmpty() ? Html.NOTHING : layers.html()));
  }

  private static void point(Table table, String name, Point point) {
    table.row(
        name,
        Format.count(point.latencyCycles()),
        Format.milliseconds(point.latencyMilliseconds()));
  }

  private static Html hardware(HardwareFacts hardware) {
    Table table = new Table("figure", "value");
    hardware.figures().forEach(figure -> table.row(figure.name(), figure.value()));
    return Html.section(
        "Hardware: " + hardware.name(),
        Html.paragraph(hardware.description()),
        hardware.figures().isEmpty() ? Html.NOTHING : table.html(),
        hardware.sources().isEmpty()
            ? Html.NOTHING
            : Html.collapsed("Sources of these figures", Html.list(hardware.sources())));
  }

  private static Html layers(RunResults run) {
    return Html.section(
        "All layer numbers",
        Html.element(
            "p", "soft", "Every figure of every layer; results.json holds the same for programs."),
        Html.collapsed("Adapted network, layer by layer", layers(run.adapted())),
        Html.collapsed("Original network, layer by layer", layers(run.original())));
  }

  private static Html layers(SimulationResult network) {
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
            "mapping");
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
          layer.mapping());
    }
    return table.dense();
  }
}
