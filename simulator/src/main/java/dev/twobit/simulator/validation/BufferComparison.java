package dev.twobit.simulator.validation;

import dev.twobit.simulator.validation.CsvRows.Row;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
import java.util.ArrayList;
import java.util.List;

/**
 * A bit of a buffer that others state, against ours priced as the hardware files' buffers are: by
 * CACTI's 4-byte wide memories side by side, as many as its port is wide ({@link SramRow#ofPort}).
 *
 * @param kibibytes of the buffer
 * @param portBits that one access gives
 * @param ownSource it is made of the same rows, and tests the rule and not the figures
 * @param energies picojoules a bit: of a read, and of a write where it is stated
 */
public record BufferComparison(
    String buffer, int kibibytes, int portBits, boolean ownSource, List<Comparison> energies) {
  private static final List<String> COLUMNS =
      List.of(
          "name", "kibibytes", "port_bits", "read_pj_per_bit", "write_pj_per_bit", "own_source");

  private static final int BITS = 8;

  public BufferComparison {
    energies = List.copyOf(energies);
  }

  /** The rows that come with twobit. */
  static List<BufferComparison> shipped() {
    return CsvRows.shipped("buffer-energy.csv", COLUMNS).stream()
        .map(BufferComparison::of)
        .toList();
  }

  /** Energies that test something. */
  static ValidationReport report(List<BufferComparison> buffers) {
    return ValidationReport.of(
        buffers.stream().filter(b -> !b.ownSource).flatMap(b -> b.energies.stream()).toList());
  }

  private static BufferComparison of(Row row) {
    int kibibytes = row.atLeast(1, "kibibytes");
    int portBits = row.atLeast(BITS, "port_bits");
    SramRow memory = SramRow.ofPort(kibibytes * 1024, portBits / BITS);
    List<Comparison> energies = new ArrayList<>();
    energies.add(comparison(row, "read_pj_per_bit", memory.readPicojoulesPerByte()));
    if (row.has("write_pj_per_bit")) {
      energies.add(comparison(row, "write_pj_per_bit", memory.writePicojoulesPerByte()));
    }
    return new BufferComparison(
        row.text("name"), kibibytes, portBits, row.text("own_source").equals("yes"), energies);
  }

  private static Comparison comparison(Row row, String figure, double picojoulesPerByte) {
    return new Comparison(
        row.text("name"), row.line(), figure, row.positive(figure), picojoulesPerByte / BITS);
  }
}
