package dev.twobit.report;

import dev.twobit.results.LayerResult;
import dev.twobit.results.SimulationResult;
import dev.twobit.results.SimulationRun;
import dev.twobit.simulator.energy.EnergyBreakdown;
import dev.twobit.simulator.workload.CycleBreakdown;
import java.io.IOException;
import java.util.List;

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
    return Html.join(
        header(run),
        Html.section("Slowest layers", SlowestSection.of(simulation)),
        RolesSection.of(run.roles()),
        clocks(simulation),
        roofline(simulation),
        energy(simulation.energy()),
        HostSection.of(run.host()),
        HardwareSection.of(run.hardwareFacts()),
        Html.section(
            "All layer numbers",
            Html.element("p", "soft", "layers.csv and simulation.json hold the same for programs."),
            Html.collapsed("Layer by layer", LayersSection.table(simulation))));
  }

  private static Html header(SimulationRun run) {
    SimulationResult s = run.simulation();
    return Html.element(
        "header",
        "",
        Html.element("h1", "", s.network() + " on " + run.hardwareFacts().name()),
        Html.element(
            "p",
            "soft",
            "Simulated, " + images(run) + ": " + run.precision() + "." + backToBack(run)),
        Html.element(
            "div",
            "cards",
            card("latency", Format.milliseconds(s.latencyMilliseconds()), cycles(s)),
            card("throughput", Format.figure(s.framesPerSecond()), "images/s"),
            card("energy", Format.millijoules(s.energyMillijoules() / run.batch()), "an image"),
            card("utilization", Format.share(s.macUtilization()), "of the native MACs")));
  }

  private static String images(SimulationRun run) {
    return run.batch() == 1 ? "one image" : Format.count(run.batch()) + " images";
  }

  private static String backToBack(SimulationRun run) {
    return run.backToBack()
        .map(
            b ->
                " All figures here are of layers alone, and add up; with layers back to back the"
                    + " network takes "
                    + Format.milliseconds(b.latencyMilliseconds())
                    + " ("
                    + Format.count(b.latencyCycles())
                    + " clock cycles), "
                    + Format.millijoules(b.energyMillijoules())
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
                + " of external memory. "
                + named));
  }

  private static Html energy(EnergyBreakdown e) {
    Table table = new Table("", "#µJ");
    table.row("MAC array", Format.microjoules(e.macPicojoules()));
    table.row("on-chip buffer", Format.microjoules(e.sramPicojoules()));
    table.row("external memory", Format.microjoules(e.dramPicojoules()));
    table.row("post-processor", Format.microjoules(e.postProcessorPicojoules()));
    table.row("leakage", Format.microjoules(e.leakagePicojoules()));
    table.row("all", Format.microjoules(e.totalPicojoules()));
    return Html.section(
        "Where the energy goes",
        table.html(),
        Html.chart("layerEnergy", "Per layer, in the order they run."));
  }
}
