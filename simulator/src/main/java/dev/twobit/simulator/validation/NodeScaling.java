package dev.twobit.simulator.validation;

import dev.twobit.simulator.validation.CsvRows.Row;
import java.util.List;

/**
 * Published factors from 45 nm to smaller nodes; the sources disagree by more than a factor of two.
 *
 * @param energy of an event at 16 nm for one at 45 nm; {@code area28} and {@code area16} likewise
 * @param how the factor follows from what the source prints
 */
public record NodeScaling(
    String name, double energy, double area28, double area16, String how, String source) {
  /** What is shown row by row; the others are its range. */
  private static final String FIRST = "stillmaker-hp";

  private static final List<String> COLUMNS =
      List.of("name", "energy_45_to_16", "area_45_to_28", "area_45_to_16", "how", "source");

  /** All of them, the one that is shown row by row first. */
  public static List<NodeScaling> all() {
    List<NodeScaling> all =
        CsvRows.shipped("node-scaling.csv", COLUMNS).stream().map(NodeScaling::of).toList();
    if (!all.get(0).name.equals(FIRST)) {
      throw new IllegalStateException("node-scaling.csv begins with " + all.get(0).name);
    }
    return all;
  }

  private static NodeScaling of(Row row) {
    return new NodeScaling(
        row.text("name"),
        row.positive("energy_45_to_16"),
        row.positive("area_45_to_28"),
        row.positive("area_45_to_16"),
        row.text("how"),
        row.text("source"));
  }
}
