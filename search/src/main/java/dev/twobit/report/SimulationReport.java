package dev.twobit.report;

import dev.twobit.results.InferenceResult;
import dev.twobit.results.LayerResult;
import dev.twobit.results.SimulationResult;
import dev.twobit.results.SimulationRun;
import dev.twobit.simulator.energy.EnergyBreakdown;
import dev.twobit.simulator.workload.CycleBreakdown;
import java.io.IOException;
import java.util.List;
import java.util.stream.DoubleStream;

/** One simulation as one {@link HtmlPage}. */
final class SimulationReport {
  private SimulationReport() {}

  static String page(SimulationRun run, String json) throws IOException {
    return HtmlPage.of(
        run.simulation().network() + " on " + run.hardwareFacts().name(),
        body(run),
        json,
        "charts.js",
        "simulationpage.js");
  }

  static Html body(SimulationRun run) {
    SimulationResult simulation = run.simulation();
    EnergyUnit unit =
        EnergyUnit.ofMillijoules(
            DoubleStream.of(
                simulation.energyMillijoules(), run.inference().energyMillijoulesPerImage()));
    return Html.join(
        header(run, unit),
        Html.section("Slowest layers", SlowestSection.of(simulation)),
        RolesSection.of(run.roles()),
        clocks(simulation),
        roofline(simulation),
        energy(simulation.energy(), unit),
        HostSection.of(run.host(), unit),
        HardwareSection.of(run.hardwareFacts()),
        Html.section(
            "All layer numbers",
            Html.element("p", "soft", "layers.csv and simulation.json hold the same for programs."),
            Html.collapsed("Layer by layer", LayersSection.table(simulation, unit))));
  }

  private static Html header(SimulationRun run, EnergyUnit unit) {
    SimulationResult s = run.simulation();
    InferenceResult inference = run.inference();
    return Html.element(
        "header",
        "",
        Html.element("h1", "", s.network() + " on " + run.hardwareFacts().name()),
        Html.element(
            "p",
            "soft",
            "Simulated, " + images(run) + ": " + run.precision() + "." + backToBack(run, unit)),
        Html.element(
            "div",
            "cards",
            card("latency", Format.milliseconds(inference.latencyMilliseconds()), whole(run)),
            accelerator(run),
            card("throughput", Format.figure(inference.framesPerSecond()), "images/s"),
            card(
                "energy",
                unit.figureMillijoules(inference.energyMillijoulesPerImage()),
                run.host().operations().isEmpty() ? "an image" : "an image, with the host's"),
            card("utilization", Format.share(s.macUtilization()), "of the native MACs")));
  }

  /** What the first figure is of. */
  private static String whole(SimulationRun run) {
    InferenceResult inference = run.inference();
    return inference.acceleratorAlone()
        ? cycles(run.simulation())
        : "accelerator, then host link "
            + Format.milliseconds(inference.linkMilliseconds())
            + ", host "
            + Format.milliseconds(inference.hostMilliseconds());
  }

  private static Html accelerator(SimulationRun run) {
    return run.inference().acceleratorAlone()
        ? Html.NOTHING
        : card(
            "accelerator's own latency",
            Format.milliseconds(run.inference().acceleratorMilliseconds()),
            cycles(run.simulation()));
  }

  private static String images(SimulationRun run) {
    return run.batch() == 1 ? "one image" : Format.count(run.batch()) + " images";
  }

  private static String backToBack(SimulationRun run, EnergyUnit unit) {
    return run.backToBack()
        .map(
            b ->
                " All figures here are of layers alone, and add up; with layers back to back the"
                    + (run.inference().acceleratorAlone() ? " network" : " accelerator")
                    + " takes "
                    + Format.milliseconds(b.latencyMilliseconds())
                    + " ("
                    + Format.count(b.latencyCycles())
                    + " clock cycles), "
                    + unit.figureMillijoules(b.energyMillijoules())
                    + " and "
                    + Format.count(b.dramBytes())
                    + " bytes of external memory.")
        .orElse("");
  }

  private static String cycles(SimulationResult s) {
    return Format.count(s.latencyCycles()) + " clock cycles";
  }

  private static Html card(String label, String value, String sub) {
    return Html.element(
        "div",
        "card",
        Html.element("div", "label", label),
        Html.element("div", "value", value),
        Html.sub(sub));
  }

  private static Html clocks(SimulationResult simulation) {
    CycleBreakdown c = simulation.cycles();
    Table table = new Table("", "#clock cycles");
    table.row("MAC active", Format.count(c.macActive()));
    table.row("fill and drain", Format.count(c.fillDrain()));
    table.row("output-bound", Format.count(c.outputBound()));
    table.row("load", Format.count(c.load()));
    table.row("memory stall", Format.count(c.memoryStall()));
    table.row("all", Format.count(c.total()));
    return Html.section(
        "Where the clocks go",
        table.html(),
        Html.chart("layerCycles", "Per layer, in the order they run."),
        Html.chart("layerShares", "The same, each layer as a whole of its own."));
  }

  private static Html roofline(SimulationResult simulation) {
    return roofline(simulation.layers(), "layerRoofline", "The four slowest layers are named.");
  }

  /**
   * @param named the chart's last sentence, on the layers whose names it shows
   */
  static Html roofline(List<LayerResult> layers, String chart, String named) {
    if (layers.stream().allMatch(layer -> layer.roofline().isEmpty())) {
      return Html.section("Roofline", Html.absent("no layer with MACs"));
    }
    return Html.section(
        "Roofline",
        Html.chart(
            chart,
            "Each layer with MACs: circles at the fastest precision, diamonds at wider ones, which"
                + " take several passes and have their own, dashed roof. The slant is the bandwidth"
                + " of external memory (reads or writes, whichever is more). "
                + named));
  }

  private static Html energy(EnergyBreakdown e, EnergyUnit unit) {
    Table table = new Table("", "#" + unit.symbol());
    table.row("MAC array", unit.figure(e.macPicojoules()));
    table.row("on-chip buffer", unit.figure(e.sramPicojoules()));
    table.row("external memory", unit.figure(e.dramPicojoules()));
    table.row("post-processor", unit.figure(e.postProcessorPicojoules()));
    table.row("leakage", unit.figure(e.leakagePicojoules()));
    table.row("all", unit.figure(e.totalPicojoules()));
    return Html.section(
        "Where the energy goes",
        table.html(),
        Html.chart("layerEnergy", unit, "Per layer, in the order they run."));
  }
}
