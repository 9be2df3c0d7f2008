package dev.twobit.simulator.validation;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.ArrayConfig.FoldOverlap;
import dev.twobit.simulator.array.SystolicFolds;
import dev.twobit.simulator.validation.CsvRows.Row;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
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
    List<Comparison> comparisons = new ArrayList<>();
    for (Row row : CsvRows.read(csv, COLUMNS)) {
      comparisons.add(compare(row));
    }
    return ValidationReport.of(comparisons);
  }

  private static Comparison compare(Row row) {
    int rows = row.atLeast(1, "array_rows");
    int columns = row.atLeast(1, "array_cols");
    var array = new ArrayConfig.Systolic(rows, columns, dataflow(row), FoldOverlap.NONE);
    long pixels =
        extent(row, "ifmap_h", "filt_h", "stride_h") * extent(row, "ifmap_w", "filt_w", "stride_w");
    long window =
        (long) row.atLeast(1, "filt_h") * row.atLeast(1, "filt_w") * row.atLeast(1, "channels");
    SystolicFolds folds = SystolicFolds.of(array, pixels, window, row.atLeast(1, "num_filt"));
    long ofmap =
        folds.ofmapWrites()
            + (array.dataflow() == Dataflow.OUTPUT_STATIONARY
                ? folds.folds() * (rows + columns)
                : 0);
    String what = row.text("layer") + " on " + rows + "x" + columns + " " + row.text("dataflow");
    return List.of(
            comparison(row, what, "total_cycles", folds.cycles(FoldOverlap.NONE) - 1),
            comparison(row, what, "ifmap_sram_reads", folds.ifmapReads()),
            comparison(row, what, "filter_sram_reads", folds.filterReads()),
            comparison(row, what, "ofmap_sram_writes", ofmap))
        .stream()
        .max(Comparator.comparingDouble(Comparison::errorPercent))
        .orElseThrow();
  }

  private static Comparison comparison(Row row, String what, String figure, long simulated) {
    return new Comparison(what, row.line(), figure, row.atLeast(1, figure), simulated);
  }

  private static long extent(Row row, String input, String filter, String stride) {
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
