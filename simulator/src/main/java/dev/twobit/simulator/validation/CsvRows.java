package dev.twobit.simulator.validation;

import dev.twobit.network.InvalidInputException;
import dev.twobit.simulator.csv.CsvText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of a comma-separated file with a header; values by column name. */
final class CsvRows {
  private CsvRows() {}

  /** One row and where it stands. */
  record Row(Path file, int line, Map<String, String> values) {
    String text(String column) {
      return values.getOrDefault(column, "");
    }

    int integer(String column) {
      try {
        return Integer.parseInt(text(column));
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

    /** A decimal number above 0. */
    double positive(String column) {
      try {
        double value = Double.parseDouble(text(column));
        if (value > 0 && Double.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw error(column, "expected a number above 0");
      }
      throw error(column, "expected a number above 0");
    }

    /** Whether the column is there and filled. */
    boolean has(String column) {
      return !values.getOrDefault(column, "").isEmpty();
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
    return parse(file, CsvText.lines(file, "a CSV file of rows"), columns);
  }

  /** Rows that come with twobit, by the name of their resource. */
  static List<Row> shipped(String name, List<String> columns) {
    try (InputStream in = CsvRows.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return parse(Path.of(name), CsvText.lines(text), columns);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Row> parse(Path file, List<String> lines, List<String> columns) {
    if (lines.isEmpty()) {
      throw new InvalidInputException(file + ": is empty; expected a header and rows");
    }
    List<String> header = CsvText.cells(file, 1, lines.get(0));
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
      List<String> cells = CsvText.cells(file, i + 1, lines.get(i));
      if (cells.size() != header.size()) {
        throw new InvalidInputException(
            file + ":" + (i + 1) + ": found " + cells.size() + " cells, expected " + header.size());
      }
      Map<String, String> values = new HashMap<>();
      for (int c = 0; c < cells.size(); c++) {
        values.put(header.get(c), cells.get(c));
      }
      rows.add(new Row(file, i + 1, values));
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(file + ": has a header and no rows");
    }
    return rows;
  }
}
