package dev.twobit.simulator.topology;

import dev.twobit.network.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One layer as the file has it.
 *
 * @param first no layer stands before it: its input is the image
 * @param columns headings of the figures
 * @param figures one a column, and the stride along the width where it is given
 */
record TopologyRow(
    Path file, int line, boolean first, String name, List<String> columns, List<Integer> figures) {
  private static final int MOST = 1_000_000;
  private static final String SECOND_STRIDE = "stride along the width";

  static TopologyRow of(
      Path file, int line, boolean first, List<String> columns, List<String> cells) {
    int given = cells.size() - 1;
    boolean mayHaveSecondStride = columns.get(columns.size() - 1).equals("Strides");
    if (given < columns.size() || given > columns.size() + (mayHaveSecondStride ? 1 : 0)) {
      throw new InvalidInputException(
          "%s:%d: found %d figures behind the layer's name, expected %d: %s"
              .formatted(
                  file, line, Math.max(0, given), columns.size(), String.join(", ", columns)));
    }
    List<Integer> figures = new ArrayList<>();
    for (int i = 0; i < given; i++) {
      String column = i < columns.size() ? columns.get(i) : SECOND_STRIDE;
      figures.add(figure(file, line, column, cells.get(i + 1)));
    }
    return new TopologyRow(file, line, first, cells.get(0), columns, figures);
  }

  private static int figure(Path file, int line, String column, String cell) {
    if (cell.matches("\\d{1,7}")) {
      int value = Integer.parseInt(cell);
      if (value >= 1 && value <= MOST) {
        return value;
      }
    }
    throw error(file, line, column, cell, "an integer from 1 to " + MOST);
  }

  int get(int column) {
    return figures.get(column);
  }

  /** An error naming the column that is wrong given the others. */
  InvalidInputException error(int column, String expected) {
    return error(file, line, columns.get(column), String.valueOf(get(column)), expected);
  }

  private static InvalidInputException error(
      Path file, int line, String column, String found, String expected) {
    return new InvalidInputException(
        "%s:%d: column '%s': found '%s', expected %s"
            .formatted(file, line, column, found, expected));
  }
}
