package dev.twobit.simulator.validation;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of a comma-separated file with a header, no quoting; values by column name. */
final class CsvRows {
  private CsvRows() {}

  /** One row and where it stands. */
  record Row(Path file, int line, Map<String, String> values) {
    String text(String column) {
      return String.valueOf(values.get(column));
    }

    int integer(String column) {
      try {
        return Integer.parseInt(text(column).strip());
      } catch (NumberFormatException e) {
        throw error(column, "expected an integer");
      }
    }

    /** An integer of at least {@code least}. */
    int atLeast(int least, String column) {
      int value = integer(column);
      if (value < least) {
        throw error(column, "expected at least " + least);
      }
      return value;
    }

    InvalidInputException error(String column, String expected) {
      return new InvalidInputException(
          file
              + ":"
              + line
              + ": column '"
              + column
              + "': found '"
              + text(column)
              + "', "
              + expected);
    }
  }

  static List<Row> read(Path file, List<String> columns) {
    List<String> lines;
    try {
      if (!Files.isRegularFile(file)) {
        throw new InvalidInputException(file + ": no such file; expected a CSV file of rows");
      }
      lines = Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new InvalidInputException(file + ": is no text file; expected CSV", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
    if (lines.isEmpty()) {
      throw new InvalidInputException(file + ": is empty; expected a header and rows");
    }
    List<String> header = Arrays.asList(lines.get(0).strip().split(",", -1));
    for (String column : columns) {
      if (!header.contains(column)) {
        throw new InvalidInputException(
            file + ":1: column '" + column + "' is missing; found " + header);
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      String[] cells = lines.get(i).split(",", -1);
      if (cells.length != header.size()) {
        throw new InvalidInputException(
            file + ":" + (i + 1) + ": found " + cells.length + " cells, expected " + header.size());
      }
      Map<String, String> values = new HashMap<>();
      for (int c = 0; c < cells.length; c++) {
        values.put(header.get(c), cells[c]);
      }
      rows.add(new Row(file, i + 1, values));
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(file + ": has a header and no rows");
    }
    return rows;
  }
}
