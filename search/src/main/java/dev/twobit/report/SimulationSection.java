package dev.twobit.report;

import dev.twobit.results.RunResults;
import dev.twobit.simulator.energy.EnergyBreakdown;
import dev.twobit.simulator.workload.CycleBreakdown;

/** Where clocks and energy of the original and the adapted network go, and their roofline. */
final class SimulationSection {
  private SimulationSection() {}

  static Html of(RunResults run, EnergyUnit unit) {
    return Html.join(latency(run), energy(run, unit), roofline(run));
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
            Html.chart("latencyTotals", "Clock cycles of an inference by what they were spent on."),
            table.html()),
        Html.chart(
            "latencyByLayer",
            "Per layer: first bar, pale, the original; second bar the adapted network. Layers run"
                + " one after another, operands from and results to external memory."),
        Html.chart("latencyShares", "The adapted network's layers, each as a whole of its own."),
        Html.paragraph("The adapted network's slowest layers, and why they are:"),
        SlowestSection.of(run.adapted()),
        Html.paragraph("The original's:"),
        SlowestSection.of(run.original()));
  }

  private static void cycles(Table table, String name, long before, long after) {
    table.row(name, Format.count(before), Format.count(after));
  }

  private static Html energy(RunResults run, EnergyUnit unit) {
    Table table = new Table("", "#original, " + unit.symbol(), "#adapted, " + unit.symbol());
    EnergyBreakdown before = run.original().energy();
    EnergyBreakdown after = run.adapted().energy();
    energy(table, unit, "MAC array", before.macPicojoules(), after.macPicojoules());
    energy(table, unit, "on-chip buffer", before.sramPicojoules(), after.sramPicojoules());
    energy(table, unit, "external memory", before.dramPicojoules(), after.dramPicojoules());
    energy(
        table,
        unit,
        "post-processor",
        before.postProcessorPicojoules(),
        after.postProcessorPicojoules());
    energy(table, unit, "leakage", before.leakagePicojoules(), after.leakagePicojoules());
    energy(table, unit, "all", before.totalPicojoules(), after.totalPicojoules());
    return Html.section(
        "Where the energy goes",
        Html.element(
            "div",
            "pair",
            Html.chart("energyTotals", unit, "Energy of an inference by component."),
            table.html()),
        Html.chart(
            "energyByLayer",
            unit,
            "Per layer: first bar, pale, the original; second bar the adapted network."));
  }

  private static void energy(
      Table table, EnergyUnit unit, String name, double before, double after) {
    table.row(name, unit.figure(before), unit.figure(after));
  }

  private static Html roofline(RunResults run) {
    return SimulationReport.roofline(
        run.adapted().layers(), "roofline", "The adapted network's four slowest layers are named.");
  }
}
