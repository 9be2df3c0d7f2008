package dev.twobit.simulator.validation;

import dev.twobit.simulator.validation.CsvRows.Row;
import java.util.List;

/**
 * A buffer bank as CACTI has it at 45 nm, for the hardware files' energies of buffers.
 *
 * @param readPicojoulesPerByte of a 4-byte access
 * @param leakageMilliwatts of a high-performance process
 */
record SramRow(
    int bytes,
    double readPicojoulesPerByte,
    double writePicojoulesPerByte,
    double leakageMilliwatts,
    double squareMicrometresPerByte) {
  private static final List<String> COLUMNS =
      List.of("bytes", "access_bytes", "read_pj", "write_pj", "leak_mw", "area_mm2", "source");

  /** The row of a bank, or the nearest smaller one; the smallest if none is. */
  static SramRow ofBank(int bankBytes) {
    List<SramRow> rows =
        CsvRows.shipped("cacti-sram.csv", COLUMNS).stream().map(SramRow::of).toList();
    return rows.stream()
        .filter(r -> r.bytes <= bankBytes)
        .reduce((smaller, larger) -> larger)
        .orElse(rows.get(0));
  }

  double leakageMilliwattsPerKibibyte() {
    return leakageMilliwatts * 1024 / bytes;
  }

  private static SramRow of(Row row) {
    int bytes = row.atLeast(1, "bytes");
    double access = row.positive("access_bytes");
    return new SramRow(
        bytes,
        row.positive("read_pj") / access,
        row.positive("write_pj") / access,
        row.positive("leak_mw"),
        1e6 * row.positive("area_mm2") / bytes);
  }
}
