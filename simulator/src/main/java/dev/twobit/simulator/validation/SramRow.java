package dev.twobit.simulator.validation;

import dev.twobit.simulator.validation.CsvRows.Row;
import java.util.List;

/**
 * A memory as CACTI has it at 45 nm, read and written 4 bytes at a time, for the hardware files'
 * energies of buffers.
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
  /** Of every row. */
  private static final int ACCESS_BYTES = 4;

  private static final List<String> COLUMNS =
      List.of("bytes", "access_bytes", "read_pj", "write_pj", "leak_mw", "area_mm2", "source");

  /**
   * One of the 4-byte wide memories that lie side by side in a bank, all read in one access: as
   * deep as the bank. Bit Fusion's simulator prices its buffers so (hsharma35/bitfusion,
   * bitfusion/src/simulator/simulator.py, get_energy_cost). The way from banks to array is not in
   * it.
   *
   * @param portBytes that the bank gives in one access
   */
  static SramRow ofPort(int bankBytes, int portBytes) {
    return ofBank((int) ((long) bankBytes * ACCESS_BYTES / Math.max(ACCESS_BYTES, portBytes)));
  }

  /** The row of so many bytes, or the nearest smaller one; the smallest if none is. */
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
