package dev.twobit.simulator.validation;

import dev.twobit.hardware.AreaConfig;
import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.ArrayConfig.FoldOverlap;
import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.EnergyConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostLink;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.PostProcessorConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.network.Extent;
import dev.twobit.network.Padding;
import dev.twobit.network.Window;
import dev.twobit.simulator.array.SystolicFolds;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.validation.CsvRows.Row;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Compute cycles and buffer accesses of SCALE-Sim v2, without fold overlap. Its reporting is
 * followed where it is off: one cycle too few in all, r+c words too many a fold in the
 * output-stationary ofmap count, output extent ceil((H-R+stride)/stride).
 */
public final class ScaleSimValidation {
  private static final List<String> COLUMNS =
      List.of(
          "layer",
          "ifmap_h",
          "ifmap_w",
          "filt_h",
          "filt_w",
          "channels",
          "num_filt",
          "stride_h",
          "stride_w",
          "array_rows",
          "array_cols",
          "dataflow",
          "total_cycles",
          "ifmap_sram_reads",
          "filter_sram_reads",
          "ofmap_sram_writes");

  private ScaleSimValidation() {}

  public static ValidationReport run(Path csv) {
    return run(csv, Engine.EVENT, Long.MAX_VALUE);
  }

  /** The rows that come with twobit: all of compute.csv. */
  public static ValidationReport shipped() {
    return compare(CsvRows.shipped("scale-sim.csv", COLUMNS), Engine.EVENT, Long.MAX_VALUE);
  }

  /**
   * @param mostClocks rows of more are left out: PEs are many where each is advanced every clock
   */
  static ValidationReport run(Path csv, Engine engine, long mostClocks) {
    return compare(CsvRows.read(csv, COLUMNS), engine, mostClocks);
  }

  private static ValidationReport compare(List<Row> rows, Engine engine, long mostClocks) {
    List<Comparison> comparisons = new ArrayList<>();
    for (Row row : rows) {
      if (row.atLeast(1, "total_cycles") <= mostClocks) {
        comparisons.add(compare(row, engine));
      }
    }
    return ValidationReport.of(comparisons);
  }

  private static Comparison compare(Row row, Engine engine) {
    int rows = row.atLeast(1, "array_rows");
    int columns = row.atLeast(1, "array_cols");
    var array = new ArrayConfig.Systolic(rows, columns, dataflow(row), FoldOverlap.NONE);
    LayerWorkload.Convolution layer = layer(row);
    LayerTiming timing = engine.timeUncut(layer, unlimited(array));
    // What operands wait for is in "load" and "memoryStall"; SCALE-Sim counts the array alone.
    long cycles = timing.cycles().macActive() + timing.cycles().fillDrain();
    long pixels = (long) layer.outputHeight() * layer.outputWidth();
    long window =
        (long) row.atLeast(1, "filt_h") * row.atLeast(1, "filt_w") * row.atLeast(1, "channels");
    SystolicFolds folds = SystolicFolds.of(array, pixels, window, row.atLeast(1, "num_filt"));
    if (timing.activity().sramReadBytes() != folds.ifmapReads() + folds.filterReads()) {
      throw new IllegalStateException("buffer reads of " + layer + " do not add up");
    }
    long ofmap =
        folds.ofmapWrites()
            + (array.dataflow() == Dataflow.OUTPUT_STATIONARY
                ? folds.folds() * (rows + columns)
                : 0);
    String what = row.text("layer") + " on " + rows + "x" + columns + " " + row.text("dataflow");
    return List.of(
            comparison(row, what, "total_cycles", cycles - 1),
            comparison(row, what, "ifmap_sram_reads", folds.ifmapReads()),
            comparison(row, what, "filter_sram_reads", folds.filterReads()),
            comparison(row, what, "ofmap_sram_writes", ofmap))
        .stream()
        .max(Comparator.comparingDouble(Comparison::errorPercent))
        .orElseThrow();
  }

  private static LayerWorkload.Convolution layer(Row row) {
    return new LayerWorkload.Convolution(
        row.text("layer"),
        "Convolution",
        new FeatureMap(
            row.atLeast(1, "channels"), row.atLeast(1, "ifmap_h"), row.atLeast(1, "ifmap_w")),
        new FeatureMap(
            row.atLeast(1, "num_filt"),
            extent(row, "ifmap_h", "filt_h", "stride_h"),
            extent(row, "ifmap_w", "filt_w", "stride_w")),
        new LayerWorkload.Kernels(
            new Window(
                new Extent(row.atLeast(1, "filt_h"), row.atLeast(1, "filt_w")),
                new Extent(row.atLeast(1, "stride_h"), row.atLeast(1, "stride_w")),
                new Extent(1, 1),
                new Padding(0, 0, 0, 0)),
            1,
            8),
        new LayerWorkload.Activations(8, false, List.of(8), List.of()));
  }

  /** Memory, buffer and post-processor that hold nothing back. */
  private static HardwareConfig unlimited(ArrayConfig.Systolic array) {
    return new HardwareConfig(
        new HardwareConfig.Label("scale-sim", "scale-sim"),
        new HardwareConfig.Core(
            1,
            array,
            new PrecisionConfig(8, 8, Composition.TEMPORAL, Encoding.TWOS_COMPLEMENT, 32)),
        new BufferConfig(1024, 1 << 24),
        new MemoryConfig(1 << 20, 1, 0, 8),
        new PostProcessorConfig(1 << 20, 1, 1),
        new HardwareConfig.Silicon(EnergyConfig.NONE, new AreaConfig(0, 0, 0, 0, 0, "")),
        HostLink.NONE,
        List.of());
  }

  private static Comparison comparison(Row row, String what, String figure, long simulated) {
    return new Comparison(what, row.line(), figure, row.atLeast(1, figure), simulated);
  }

  private static int extent(Row row, String input, String filter, String stride) {
    int step = row.atLeast(1, stride);
    int free = row.atLeast(1, input) - row.atLeast(1, filter) + step;
    if (free < 1) {
      throw row.error(filter, "expected a filter no larger than the input");
    }
    return (free + step - 1) / step;
  }

  private static Dataflow dataflow(Row row) {
    return switch (row.text("dataflow").strip()) {
      case "ws" -> Dataflow.WEIGHT_STATIONARY;
      case "os" -> Dataflow.OUTPUT_STATIONARY;
      case "is" -> Dataflow.INPUT_STATIONARY;
      default -> throw row.error("dataflow", "expected ws, os or is");
    };
  }
}
