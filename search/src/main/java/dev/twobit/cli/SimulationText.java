package dev.twobit.cli;

import dev.twobit.report.EnergyUnit;
import dev.twobit.results.LayerResult;
import dev.twobit.results.SimulationResult;
import dev.twobit.results.SimulationRun;
import dev.twobit.simulator.RoleShare;
import dev.twobit.simulator.UnfusedStep;
import dev.twobit.simulator.energy.EnergyBreakdown;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** A simulation as people read it: where the cycles went, what moved, what it cost, the sums. */
final class SimulationText {
  private static final int SLOWEST = 3;
  private static final int MOST_UNFUSED = 5;
  private static final int WIDTH = 116;
  private static final String INDENT = "         ";

  private SimulationText() {}

  static String of(SimulationRun run, List<Path> files) {
    SimulationResult s = run.simulation();
    EnergyUnit unit = energyUnit(run);
    return cycles(s)
        + "\n"
        + traffic(s, unit)
        + "\n"
        + slowest(s)
        + unfused(run)
        + "\n"
        + HostText.table(run)
        + LatencyText.of(run)
        + EnergyText.of(run, unit)
        + totals(run, unit)
        + warnings(run)
        + roles(run)
        + Text.written(files);
  }

  private static String cycles(SimulationResult simulation) {
    TextTable table =
        new TextTable()
            .text("layer")
            .text("bits")
            .number("cycles")
            .number("MAC-active")
            .number("fill/drain")
            .number("output-bound")
            .number("load")
            .number("mem. stall")
            .number("util. %");
    for (LayerResult l : simulation.layers()) {
      cycleRow(
          table,
          l.name(),
          l.precision(),
          l.cycles(),
          l.macs() == 0 ? "" : TextTable.decimals(100 * l.macUtilization(), 1));
    }
    cycleRow(
        table,
        "total",
        "",
        simulation.cycles(),
        TextTable.decimals(100 * simulation.macUtilization(), 1));
    return table.render();
  }

  private static void cycleRow(
      TextTable table, String name, String bits, CycleBreakdown c, String util) {
    table.row(
        name,
        bits,
        c.total(),
        c.macActive(),
        c.fillDrain(),
        c.outputBound(),
        c.load(),
        c.memoryStall(),
        util);
  }

  private static String traffic(SimulationResult simulation, EnergyUnit unit) {
    TextTable table =
        new TextTable()
            .text("layer")
            .number("SRAM bytes")
            .number("DRAM bytes")
            .number("MAC " + unit.plainSymbol())
            .number("SRAM " + unit.plainSymbol())
            .number("DRAM " + unit.plainSymbol())
            .number("post " + unit.plainSymbol())
            .number("leak " + unit.plainSymbol())
            .number("sum " + unit.plainSymbol());
    for (LayerResult l : simulation.layers()) {
      trafficRow(table, unit, l.name(), l.activity(), l.energy());
    }
    trafficRow(table, unit, "total", simulation.activity(), simulation.energy());
    return table.render();
  }

  private static void trafficRow(
      TextTable table, EnergyUnit unit, String name, Activity a, EnergyBreakdown e) {
    table.row(
        name,
        a.sramReadBytes() + a.sramWriteBytes(),
        a.dramReadBytes() + a.dramWriteBytes(),
        unit.fixed(e.macPicojoules()),
        unit.fixed(e.sramPicojoules()),
        unit.fixed(e.dramPicojoules()),
        unit.fixed(e.postProcessorPicojoules()),
        unit.fixed(e.leakagePicojoules()),
        unit.fixed(e.totalPicojoules()));
  }

  /** The largest energies are those of everything. */
  private static EnergyUnit energyUnit(SimulationRun run) {
    return EnergyUnit.ofMillijoules(
        DoubleStream.of(
            run.simulation().energyMillijoules(), run.inference().energyMillijoulesPerImage()));
  }

  private static String totals(SimulationRun run, EnergyUnit unit) {
    return String.format(
        Locale.ROOT,
        """
        hardware  %s
        area      %s
        %s%s%sprecision %s
        """,
        Text.printable(HardwareText.line(run.hardware())),
        SiliconText.line(run.area()),
        run.equalSilicon().map(c -> "silicon   " + SiliconText.line(c) + "\n").orElse(""),
        backToBack(run, unit),
        elided(run),
        run.precision());
  }

  /** What moves data and costs nothing. */
  private static String elided(SimulationRun run) {
    List<String> layers = run.elided();
    return layers.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "addresses %s data without a step: %s%n",
            Text.counted(layers.size(), "layer moves", "layers move"),
            layers.stream().map(Text::printable).collect(Collectors.joining(", ")));
  }

  /** Both figures: layers alone, which tables of layers use, and the whole network's. */
  private static String backToBack(SimulationRun run, EnergyUnit unit) {
    return run.backToBack()
        .map(
            b ->
                String.format(
                    Locale.ROOT,
                    "whole     %,.4f ms (%,d cycles)%s with layers back to back, %,d DRAM bytes,"
                        + " %s:%n          %s on chip, %,d weight bytes come ahead; all"
                        + " else above is of layers alone%n",
                    b.latencyMilliseconds(),
                    b.latencyCycles(),
                    run.inference().acceleratorAlone() ? "" : " of the accelerator",
                    b.dramBytes(),
                    unit.plain(b.energyMillijoules()),
                    Text.counted(b.tensorsKept(), "tensor stays", "tensors stay"),
                    b.prefetchedWeightBytes()))
        .orElse("");
  }

  /** Why the slowest layers are slow. */
  private static String slowest(SimulationResult simulation) {
    StringBuilder text = new StringBuilder("slowest layers\n");
    for (LayerResult layer : simulation.slowest(SLOWEST)) {
      text.append(
          String.format(
              Locale.ROOT,
              "%5.1f %%  %s%n",
              100 * simulation.share(layer),
              Text.shortened(Text.printable(layer.name()), WIDTH - INDENT.length())));
      layer
          .bottleneck()
          .ifPresent(b -> text.append(Text.wrapped(List.of(b.reason().split(" ")), INDENT, WIDTH)));
    }
    return text.toString();
  }

  /** What an exporter or a designer may change: the slowest of these steps, and why they are. */
  private static String unfused(SimulationRun run) {
    List<UnfusedStep> steps = run.unfused();
    if (steps.isEmpty()) {
      return "";
    }
    long latency = Math.max(1, run.simulation().latencyCycles());
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "not done in passing: %s, %.1f %% of the clocks, %,d DRAM bytes%n",
                Text.counted(steps.size(), "step", "steps"),
                100.0 * steps.stream().mapToLong(UnfusedStep::latencyCycles).sum() / latency,
                steps.stream().mapToLong(UnfusedStep::dramBytes).sum()));
    steps.stream()
        .sorted(Comparator.comparingLong(UnfusedStep::latencyCycles).reversed())
        .limit(MOST_UNFUSED)
        .forEach(
            s -> {
              text.append(
                  String.format(
                      Locale.ROOT,
                      "%5.1f %%  %s%n",
                      100.0 * s.latencyCycles() / latency,
                      Text.shortened(Text.printable(s.name()), WIDTH - INDENT.length())));
              text.append(
                  Text.wrapped(List.of(Text.printable(s.reason()).split(" ")), INDENT, WIDTH));
            });
    if (steps.size() > MOST_UNFUSED) {
      text.append(
          "%sand %,d more: --json has them all%n".formatted(INDENT, steps.size() - MOST_UNFUSED));
    }
    return text.toString();
  }

  /** What first, last and shortcut layers take beside the inner ones. */
  private static String roles(SimulationRun run) {
    if (run.roles().isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable()
            .text("role")
            .number("steps")
            .text("bits")
            .number("MACs %")
            .number("clocks %")
            .number("DRAM bytes %")
            .number("energy %");
    for (RoleShare r : run.roles()) {
      table.row(
          r.role(),
          r.steps(),
          String.join(", ", r.precision()),
          percent(r.shares().macs()),
          percent(r.shares().latencyCycles()),
          percent(r.shares().dramBytes()),
          percent(r.shares().energy()));
    }
    return "\n" + table.render();
  }

  private static String percent(double share) {
    return TextTable.decimals(100 * share, 1);
  }

  private static String warnings(SimulationRun run) {
    return run.accumulatorOverflows().stream()
        .map(o -> "warning   accumulators may overflow: " + Text.printable(o.describe()) + "\n")
        .collect(Collectors.joining());
  }
}
