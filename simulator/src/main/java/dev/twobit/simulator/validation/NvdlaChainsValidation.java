package dev.twobit.simulator.validation;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostLink;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.network.Extent;
import dev.twobit.network.Padding;
import dev.twobit.network.Window;
import dev.twobit.simulator.array.BankSplit;
import dev.twobit.simulator.array.Boundary;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.engine.LaunchTimes;
import dev.twobit.simulator.validation.CsvRows.Row;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Done interrupts of layers that NVIDIA's NVDLA RTL ran back to back (columns of
 * simulator/docs/nvdla-rtl.md#layers-back-to-back).
 *
 * @param report of all layers
 * @param runs that they are of
 * @param worstClocks the largest difference
 */
public record NvdlaChainsValidation(ValidationReport report, int runs, long worstClocks) {
  private static final List<String> COLUMNS =
      List.of(
          "run",
          "config",
          "p",
          "lat",
          "layer",
          "W",
          "H",
          "C",
          "K",
          "R",
          "S",
          "stride",
          "pad",
          "data_banks",
          "weight_banks",
          "done");

  /** Clocks from an operation's being enabled to its fetch unit's running. */
  static final int ENABLED_TO_RUNNING = 20;

  public static NvdlaChainsValidation run(Path csv, Engine engine) {
    return compare(CsvRows.read(csv, COLUMNS), engine);
  }

  /** The runs that come with twobit. */
  public static NvdlaChainsValidation shipped(Engine engine) {
    return compare(shippedRows(), engine);
  }

  static List<Row> shippedRows() {
    return CsvRows.shipped("nvdla-chains.csv", COLUMNS);
  }

  private static NvdlaChainsValidation compare(List<Row> rows, Engine engine) {
    List<Comparison> comparisons = new ArrayList<>();
    long worst = 0;
    List<Chain> chains = chains(rows);
    for (Chain chain : chains) {
      List<LaunchTimes> times = chain.run(engine);
      for (int i = 0; i < times.size(); i++) {
        Row row = chain.rows.get(i);
        long done = row.atLeast(1, "done");
        worst = Math.max(worst, Math.abs(times.get(i).end() - done));
        comparisons.add(
            new Comparison(describe(row), row.line(), "done", done, times.get(i).end()));
      }
    }
    return new NvdlaChainsValidation(ValidationReport.of(comparisons), chains.size(), worst);
  }

  /** Layers of one run, in their order. */
  record Chain(List<Row> rows, HardwareConfig hardware) {
    Chain {
      rows = List.copyOf(rows);
    }

    List<LaunchTimes> run(Engine engine) {
      List<Launch> launches = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        launches.add(launch(rows.get(i), i, hardware));
      }
      return engine.timeChain(launches, hardware);
    }
  }

  /** Rows of a run follow each other, its layers counted from 0. */
  static List<Chain> chains(List<Row> rows) {
    Map<String, List<Row>> runs = new LinkedHashMap<>();
    String last = "";
    for (Row row : rows) {
      String run = row.text("run");
      if (!run.equals(last) && runs.containsKey(run)) {
        throw row.error("run", "expected its rows one after the other");
      }
      List<Row> layers = runs.computeIfAbsent(run, r -> new ArrayList<>());
      if (row.integer("layer") != layers.size()) {
        throw row.error("layer", "expected " + layers.size());
      }
      layers.add(row);
      last = run;
    }
    return runs.values().stream().map(layers -> new Chain(layers, hardware(layers))).toList();
  }

  private static HardwareConfig hardware(List<Row> layers) {
    Row first = layers.get(0);
    for (String column : List.of("config", "p", "lat")) {
      for (Row row : layers) {
        if (!row.text(column).equals(first.text(column))) {
          throw row.error(column, "expected " + first.text(column) + ", as its run began");
        }
      }
    }
    String name = NvdlaRtlValidation.HARDWARE.get(first.text("config"));
    if (name == null) {
      throw first.error(
          "config",
          "expected one of " + NvdlaRtlValidation.HARDWARE.keySet().stream().sorted().toList());
    }
    HardwareConfig hardware = HardwareCatalog.load(name);
    return hardware
        .with(HostLink.NONE)
        .with(
            new MemoryConfig(
                hardware.memory().beatBytes(),
                first.atLeast(1, "p"),
                first.atLeast(1, "lat"),
                hardware.memory().atomBytes()));
  }

  private static Launch launch(Row row, int index, HardwareConfig hardware) {
    BankSplit banks = new BankSplit(row.atLeast(1, "data_banks"), row.atLeast(1, "weight_banks"));
    LayerWorkload.Convolution layer = layer(row);
    Tiling tiling = Tiling.warm(layer, banks.weightBytes(hardware.buffer()), Boundary.COLD);
    // There are two sets of registers: from the third layer on the driver writes them when one is
    // free, and takes its time.
    long enabledAt =
        index >= 2 && row.has("fetch_start")
            ? row.atLeast(ENABLED_TO_RUNNING, "fetch_start") - ENABLED_TO_RUNNING
            : 0;
    return new Launch(
        layer, 0, tiling.rows(), tiling.rows().bands().get(0), banks, false, enabledAt);
  }

  private static LayerWorkload.Convolution layer(Row row) {
    int pad = row.atLeast(0, "pad");
    int stride = row.atLeast(1, "stride");
    Window window =
        new Window(
            new Extent(row.atLeast(1, "R"), row.atLeast(1, "S")),
            new Extent(stride, stride),
            new Extent(1, 1),
            new Padding(pad, pad, pad, pad));
    int height = row.atLeast(1, "H");
    int width = row.atLeast(1, "W");
    if (height + 2 * pad < window.kernelHeight()) {
      throw row.error("R", "expected at most H + 2 pad = " + (height + 2 * pad));
    }
    if (width + 2 * pad < window.kernelWidth()) {
      throw row.error("S", "expected at most W + 2 pad = " + (width + 2 * pad));
    }
    return new LayerWorkload.Convolution(
        "row " + row.line(),
        "Convolution",
        new FeatureMap(row.atLeast(1, "C"), height, width),
        new FeatureMap(row.atLeast(1, "K"), window.outputHeight(height), window.outputWidth(width)),
        new LayerWorkload.Kernels(window, 1, 8),
        new LayerWorkload.Activations(8, false, List.of(8), List.of()));
  }

  private static String describe(Row row) {
    return row.text("run")
        + " layer "
        + row.integer("layer")
        + ": "
        + row.text("W")
        + "x"
        + row.text("H")
        + "x"
        + row.text("C")
        + " K"
        + row.text("K")
        + " "
        + row.text("R")
        + "x"
        + row.text("S")
        + ", banks "
        + row.text("data_banks")
        + "+"
        + row.text("weight_banks");
  }
}
