package dev.twobit.simulator.validation;

import dev.twobit.simulator.validation.CsvRows.Row;
import java.util.List;
import java.util.stream.IntStream;

/** The published NVDLA points that constants are fitted on: rows of nvdla-published.csv. */
final class PublishedSilicon {
  static final String ROWS = "nvdla-published.csv";

  /** The median size; what another would make of the errors, the trials say. */
  static final int FITTED_MACS = 512;

  private PublishedSilicon() {}

  /** Which of them the constant is fitted on. */
  static int fitted(List<NvdlaSilicon> points) {
    return IntStream.range(0, points.size())
        .filter(i -> points.get(i).size().macs() == FITTED_MACS)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(ROWS + " lacks " + FITTED_MACS + " MACs"));
  }

  /** Whether a row of any file is the point that the constant is of: it is no prediction. */
  static boolean isFitted(Row row, String figure) {
    return CsvRows.shipped(ROWS, List.of("macs", "cbuf_kb", figure)).stream()
        .filter(r -> r.integer("macs") == FITTED_MACS)
        .anyMatch(
            r ->
                r.integer("macs") == row.integer("macs")
                    && r.text("cbuf_kb").equals(row.text("cbuf_kb"))
                    && r.text(figure).equals(row.text(figure)));
  }
}
