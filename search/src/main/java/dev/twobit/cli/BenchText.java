package dev.twobit.cli;

import dev.twobit.benchmark.ColdStart;
import dev.twobit.benchmark.SimulationBenchmark;
import dev.twobit.benchmark.WholeLatencySpeed;
import dev.twobit.simulator.benchmark.Durations;
import dev.twobit.simulator.benchmark.Machine;
import dev.twobit.simulator.benchmark.SimulatorSpeed;
import java.util.List;
import java.util.Locale;

/** Speed figures as text. */
final class BenchText {
  private BenchText() {}

  static String of(SimulationBenchmark benchmark) {
    Machine m = benchmark.machine();
    String load = m.loadAverage() < 0 ? "" : ", load %.1f".formatted(m.loadAverage());
    return String.format(
            Locale.ROOT,
            "twobit    %s, %s, %s%nmachine   %s, %d processors%s; %d thread simulates%n%n",
            benchmark.version(),
            m.java(),
            m.system(),
            m.processor(),
            m.processors(),
            load,
            benchmark.threads())
        + events(benchmark.speed())
        + "\n"
        + clocks(benchmark.speed())
        + "\n"
        + whole(benchmark.wholeLatencies())
        + "\n"
        + coldStart(benchmark.coldStart());
  }

  private static String events(SimulatorSpeed speed) {
    TextTable table = durations(new TextTable().text("event engine").text("accelerator"));
    for (SimulatorSpeed.NetworkSpeed n : speed.networks()) {
      row(table, n.network() + ", 224x224, whole", n.hardware(), n.durations());
    }
    for (SimulatorSpeed.TableSpeed t : speed.tables()) {
      String what =
          String.format(
              Locale.ROOT,
              "%s, table of %,d (%,d distinct)",
              t.network(),
              t.table().entries(),
              t.table().simulated());
      row(table, what, t.hardware(), t.durations());
      row(table, "  the same on two threads", t.hardware(), t.byTwo());
    }
    return table.render()
        + "table: latency and energy of every layer at 16 x 16 widths, 1/8 to 2 of its channels\n";
  }

  private static TextTable durations(TextTable table) {
    return table.number("median ms").number("fastest ms").number("processor ms").number("runs");
  }

  private static void row(TextTable table, String what, String hardware, Durations d) {
    table.row(
        what,
        hardware,
        TextTable.decimals(d.medianMilliseconds(), 2),
        TextTable.decimals(d.fastestMilliseconds(), 2),
        TextTable.decimals(d.processorMedianMilliseconds(), 2),
        d.runs());
  }

  private static String clocks(SimulatorSpeed speed) {
    TextTable table =
        new TextTable()
            .text("clocked engine")
            .text("accelerator")
            .number("clocks")
            .number("median ms")
            .number("processor ms")
            .number("clocks/s");
    for (SimulatorSpeed.ClockSpeed c : speed.clocks()) {
      table.row(
          c.layer(),
          c.hardware(),
          c.clocks(),
          TextTable.decimals(c.durations().medianMilliseconds(), 1),
          TextTable.decimals(c.durations().processorMedianMilliseconds(), 1),
          Math.round(c.clocksPerSecond()));
    }
    return table.render();
  }

  private static String whole(List<WholeLatencySpeed> speeds) {
    TextTable table =
        new TextTable()
            .text("whole latencies of genotypes")
            .text("accelerator")
            .number("genotypes")
            .number("seconds")
            .number("a second")
            .number("known %");
    for (WholeLatencySpeed s : speeds) {
      for (WholeLatencySpeed.Round r : s.rounds()) {
        table.row(
            s.network() + ", " + s.threads() + " threads",
            s.hardware(),
            r.genotypes(),
            TextTable.decimals(r.seconds(), 2),
            Math.round(r.perSecond()),
            TextTable.decimals(100 * r.knownShare(), 1));
      }
    }
    StringBuilder text = new StringBuilder(table.render());
    for (WholeLatencySpeed s : speeds) {
      text.append(
          String.format(
              Locale.ROOT,
              "one changed unit, %s: median %.1f us, nine of ten below %.1f us; %.1f %% known%n",
              s.hardware(),
              s.changed().medianMicroseconds(),
              s.changed().slowestTenthMicroseconds(),
              100 * s.changed().knownShare()));
    }
    return text + "known: steps that went behind the same step before, none at the beginning\n";
  }

  private static String coldStart(ColdStart c) {
    if (c.runs() == 0) {
      return "cold start  " + c.note() + "\n";
    }
    String memory =
        c.note().isEmpty()
            ? String.format(Locale.ROOT, "peak memory %.0f MiB", c.peakMemoryMebibytes())
            : c.note();
    return String.format(
        Locale.ROOT,
        "cold start  %s: median %.2f s, fastest %.2f s of %d; %s%n",
        c.command(),
        c.medianSeconds(),
        c.fastestSeconds(),
        c.runs(),
        memory);
  }
}
