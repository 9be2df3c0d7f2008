package dev.twobit.simulator.validation;

import dev.twobit.hardware.EnergyConfig.Traffic;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.simulator.validation.CsvRows.Row;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
import java.util.List;

/**
 * A bit read from and written to an accelerator's operand buffer, against buffers of about that
 * size that others state. Files take CACTI's rows of 4-byte accesses; wide ports take less a bit.
 *
 * @param read picojoules a bit; {@code write} likewise
 */
public record BufferComparison(String hardware, String other, Comparison read, Comparison write) {
  private static final List<String> COLUMNS =
      List.of("name", "kibibytes", "read_pj_per_bit", "write_pj_per_bit", "hardware", "source");

  private static final int BITS = 8;

  /** The rows that come with twobit. */
  static List<BufferComparison> shipped() {
    return CsvRows.shipped("buffer-energy.csv", COLUMNS).stream()
        .map(BufferComparison::of)
        .toList();
  }

  private static BufferComparison of(Row row) {
    String hardware = row.text("hardware");
    Traffic ours = HardwareCatalog.load(hardware).energy().traffic();
    String other = row.text("name") + ", " + row.text("kibibytes") + " KiB";
    return new BufferComparison(
        hardware,
        other,
        comparison(row, "read_pj_per_bit", ours.sramReadPicojoulesPerByte()),
        comparison(row, "write_pj_per_bit", ours.sramWritePicojoulesPerByte()));
  }

  private static Comparison comparison(Row row, String figure, double picojoulesPerByte) {
    return new Comparison(
        row.text("name"), row.line(), figure, row.positive(figure), picojoulesPerByte / BITS);
  }
}
