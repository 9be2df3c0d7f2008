package dev.twobit.simulator.validation;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostLink;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.network.Extent;
import dev.twobit.network.Padding;
import dev.twobit.network.Window;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.validation.CsvRows.Row;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Layer cycles of NVIDIA's NVDLA RTL (columns of simulator/docs/nvdla-rtl.md#the-measured-rows). A
 * row's configuration selects the accelerator, its banks and memory setting replace that file's.
 */
public final class NvdlaRtlValidation {
  private static final List<String> COLUMNS =
      List.of(
          "config",
          "W",
          "H",
          "C",
          "K",
          "R",
          "S",
          "Wo",
          "Ho",
          "data_banks",
          "weight_banks",
          "cycles_per_beat",
          "read_latency",
          "cycles");

  /** Which file describes each measured configuration. */
  static final Map<String, String> HARDWARE =
      Map.of(
          "nv_small", "nvdla-small-w8a8",
          "nv_small_256", "nvdla-small-256-w8a8",
          "nv_large", "nvdla-large-w8a8");

  private NvdlaRtlValidation() {}

  public static ValidationReport run(Path csv, Engine engine) {
    return compare(CsvRows.read(csv, COLUMNS), engine);
  }

  /** The rows that come with twobit: all of nvdla-rtl.csv. */
  public static ValidationReport shipped(Engine engine) {
    return compare(shippedRows(), engine);
  }

  /**
   * The shipped rows of memories slower than a beat a clock, or of those with one: the bars differ
   * (simulator/docs/nvdla-rtl.md#the-fetch-unit).
   */
  static ValidationReport shipped(Engine engine, boolean beatEveryCycle) {
    return compare(
        shippedRows().stream()
            .filter(r -> (r.integer("cycles_per_beat") == 1) == beatEveryCycle)
            .toList(),
        engine);
  }

  private static List<Row> shippedRows() {
    return CsvRows.shipped("nvdla-rtl.csv", COLUMNS);
  }

  private static ValidationReport compare(List<Row> rows, Engine engine) {
    Map<String, HardwareConfig> loaded = new HashMap<>();
    List<Comparison> comparisons = new ArrayList<>();
    for (Row row : rows) {
      String config = row.text("config");
      String name = HARDWARE.get(config);
      if (name == null) {
        throw row.error(
            "config", "expected one of " + HARDWARE.keySet().stream().sorted().toList());
      }
      HardwareConfig hardware =
          withMemoryOf(row, loaded.computeIfAbsent(name, HardwareCatalog::load));
      LayerWorkload.Convolution layer = layer(row);
      long cycles = engine.timeUncut(layer, hardware).cycles().total();
      String shape =
          config
              + " "
              + layer.inputWidth()
              + "x"
              + layer.inputHeight()
              + "x"
              + layer.inputChannels()
              + " K"
              + layer.outputChannels()
              + " "
              + row.integer("R")
              + "x"
              + row.integer("S")
              + " stride "
              + stride(layer.window())
              + ", "
              + row.integer("cycles_per_beat")
              + " cycles/beat, latency "
              + row.integer("read_latency");
      comparisons.add(
          new Comparison(shape, row.line(), "cycles", row.atLeast(1, "cycles"), cycles));
    }
    return ValidationReport.of(comparisons);
  }

  private static HardwareConfig withMemoryOf(Row row, HardwareConfig hardware) {
    MemoryConfig memory = hardware.memory();
    ArrayConfig.DotProduct array = (ArrayConfig.DotProduct) hardware.array();
    int banks = row.atLeast(1, "data_banks") + row.atLeast(1, "weight_banks");
    return hardware
        .with(HostLink.NONE)
        .with(
            new ArrayConfig.DotProduct(
                array.atomicChannels(),
                array.atomicKernels(),
                array.accumulatorCredits(),
                array.pipeline(),
                isImage(row),
                array.handover()))
        .with(new BufferConfig(banks, hardware.buffer().bankBytes()))
        .with(
            new MemoryConfig(
                memory.beatBytes(),
                row.atLeast(1, "cycles_per_beat"),
                row.atLeast(1, "read_latency"),
                memory.atomBytes()));
  }

  /** Whether the input is an image, whose columns fill the channels. */
  private static boolean isImage(Row row) {
    if (!row.has("image") || row.text("image").equals("0")) {
      return false;
    }
    if (!row.text("image").equals("1")) {
      throw row.error("image", "expected 0 or 1");
    }
    if (row.atLeast(1, "C") > DotProductMapping.MOST_IMAGE_CHANNELS) {
      throw row.error(
          "C", "expected at most " + DotProductMapping.MOST_IMAGE_CHANNELS + " of an image");
    }
    return true;
  }

  private static String stride(Window window) {
    return window.strideWidth() == window.strideHeight()
        ? String.valueOf(window.strideWidth())
        : window.strideWidth() + "x" + window.strideHeight();
  }

  private static LayerWorkload.Convolution layer(Row row) {
    Window window =
        new Window(
            new Extent(row.atLeast(1, "R"), row.atLeast(1, "S")),
            new Extent(either(row, 1, "stride_y", "stride"), either(row, 1, "stride_x", "stride")),
            new Extent(either(row, 1, "dil_y", "dil"), either(row, 1, "dil_x", "dil")),
            new Padding(
                either(row, 0, "pad_t", "pad"),
                either(row, 0, "pad_l", "pad"),
                either(row, 0, "pad_b", "pad"),
                either(row, 0, "pad_r", "pad")));
    requireFits(
        row,
        "Wo",
        (row.atLeast(1, "Wo") - 1L) * window.strideWidth() + window.spanWidth(),
        (long) row.atLeast(1, "W") + window.padLeft() + window.padRight());
    requireFits(
        row,
        "Ho",
        (row.atLeast(1, "Ho") - 1L) * window.strideHeight() + window.spanHeight(),
        (long) row.atLeast(1, "H") + window.padTop() + window.padBottom());
    return new LayerWorkload.Convolution(
        "row " + row.line(),
        "Convolution",
        new FeatureMap(row.atLeast(1, "C"), row.atLeast(1, "H"), row.atLeast(1, "W")),
        new FeatureMap(row.atLeast(1, "K"), row.atLeast(1, "Ho"), row.atLeast(1, "Wo")),
        new LayerWorkload.Kernels(window, 1, 8),
        new LayerWorkload.Activations(8, isImage(row), List.of(8), List.of()));
  }

  /** Of one side or axis, or else of all. */
  private static int either(Row row, int least, String one, String all) {
    if (!row.has(one) && !row.has(all)) {
      throw row.error(one, "expected an integer here or in column '" + all + "'");
    }
    return row.atLeast(least, row.has(one) ? one : all);
  }

  private static void requireFits(Row row, String column, long read, long there) {
    if (read > there) {
      throw row.error(
          column,
          "expected windows within "
              + there
              + " elements, padding with them; the last ends at "
              + read);
    }
  }
}
