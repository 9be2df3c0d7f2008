package dev.twobit.simulator.benchmark;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How fast both engines are on this machine, on the calling thread if nothing else is said.
 *
 * @param networks ResNet-50 at 224x224 through the event engine
 * @param tables its latency and energy tables
 * @param clocks the clocked engine on one layer with real operands
 */
public record SimulatorSpeed(
    List<NetworkSpeed> networks, List<TableSpeed> tables, List<ClockSpeed> clocks) {
  private static final List<String> ACCELERATORS =
      List.of("nvdla-small-w2a2", "nvdla-large-w2a2", "edge-tpu-w2a2");
  private static final int RESIDUAL_BITS = 8;
  private static final int TABLE_THREADS = 2;

  public SimulatorSpeed {
    networks = List.copyOf(networks);
    tables = List.copyOf(tables);
    clocks = List.copyOf(clocks);
  }

  /** A whole network. */
  public record NetworkSpeed(
      String network, String hardware, long latencyCycles, Durations durations) {}

  /**
   * A table of layers by candidate widths.
   *
   * @param byTwo of two threads
   */
  public record TableSpeed(
      String network, String hardware, WidthTable table, Durations durations, Durations byTwo) {}

  /**
   * One layer, clock by clock.
   *
   * @param clocks simulated in each run
   * @param clocksPerSecond by the median of wall time
   */
  public record ClockSpeed(
      String layer, String hardware, long clocks, double clocksPerSecond, Durations durations) {}

  /**
   * How often things are run.
   *
   * @param networkWarmUp runs of a network before those timed, {@code tableWarmUp} and {@code
   *     clockedWarmUp} likewise
   */
  public record Effort(
      int networkWarmUp,
      int networkRuns,
      int tableWarmUp,
      int tableRuns,
      int clockedWarmUp,
      int clockedRuns) {
    /** What figures are stated of: about a minute. */
    public static final Effort FULL = new Effort(1000, 201, 2, 5, 1, 3);
  }

  /** ResNet-50 as the figures are stated of it, untrained. */
  public static Network resNet50() {
    ModelZoo.Model model = ModelZoo.Model.of("resnet50");
    return NetworkCanonicalizer.canonical(
        ModelZoo.build(model, 3, model.defaultClasses(), model.imageSize(), 1));
  }

  /** Precision in which a network runs on an accelerator: its MAC's own, residual path 8 bits. */
  public static PrecisionPlan plan(Network network, HardwareConfig hardware) {
    return PrecisionPlan.uniform(network, hardware.precision().macWeightBits(), RESIDUAL_BITS);
  }

  /**
   * All figures.
   *
   * @param progress told what is timed next
   */
  public static SimulatorSpeed measure(Effort effort, Consumer<String> progress) {
    Network network = resNet50();
    List<NetworkSpeed> networks = new ArrayList<>();
    List<TableSpeed> tables = new ArrayList<>();
    for (String name : ACCELERATORS) {
      HardwareConfig hardware = HardwareCatalog.load(name);
      progress.accept("ResNet-50 on " + name);
      networks.add(network(network, hardware, effort));
    }
    for (String name : ACCELERATORS) {
      progress.accept("table of layers by widths on " + name);
      tables.add(table(network, HardwareCatalog.load(name), effort));
    }
    List<ClockSpeed> clocks = new ArrayList<>();
    progress.accept("clocked engine on nvdla-small-w8a8");
    clocks.add(clocked(64, 56, HardwareCatalog.load("nvdla-small-w8a8"), effort));
    progress.accept("clocked engine on nvdla-large-w8a8");
    clocks.add(clocked(256, 28, HardwareCatalog.load("nvdla-large-w8a8"), effort));
    return new SimulatorSpeed(networks, tables, clocks);
  }

  private static NetworkSpeed network(Network network, HardwareConfig hardware, Effort effort) {
    PrecisionPlan plan = plan(network, hardware);
    NetworkSimulation simulation = Simulator.simulate(network, plan, hardware);
    Durations durations =
        Durations.of(
            effort.networkWarmUp(),
            effort.networkRuns(),
            () -> Simulator.simulate(network, plan, hardware));
    return new NetworkSpeed(network.name(), hardware.name(), simulation.latencyCycles(), durations);
  }

  private static TableSpeed table(Network network, HardwareConfig hardware, Effort effort) {
    PrecisionPlan plan = plan(network, hardware);
    WidthTable table = WidthTable.of(network, plan, hardware);
    Durations durations =
        Durations.of(
            effort.tableWarmUp(), effort.tableRuns(), () -> WidthTable.of(network, plan, hardware));
    Durations byTwo =
        Durations.of(
            1, effort.tableRuns(), () -> WidthTable.of(network, plan, hardware, TABLE_THREADS));
    return new TableSpeed(network.name(), hardware.name(), table, durations, byTwo);
  }

  private static ClockSpeed clocked(
      int channels, int size, HardwareConfig hardware, Effort effort) {
    ClockedLayer layer = new ClockedLayer(channels, size, hardware);
    long clocks = layer.run();
    Durations durations = Durations.of(effort.clockedWarmUp(), effort.clockedRuns(), layer::run);
    return new ClockSpeed(
        layer.describe(),
        hardware.name(),
        clocks,
        clocks / (durations.medianMilliseconds() / 1000),
        durations);
  }
}
