package dev.twobit.simulator.validation;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of a comma-separated file with a header; values by column name. Cells may be quoted and
 * stand between blanks, as spreadsheets write them; no cell goes over the end of its line.
 */
final class CsvRows {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private CsvRows() {}

  /** One row and where it stands. */
  record Row(Path file, int line, Map<String, String> values) {
    String text(String column) {
      return String.valueOf(values.get(column));
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
    List<String> lines;
    try {
      if (!Files.isRegularFile(file)) {
        throw new InvalidInputException(
            file
                + (Files.isDirectory(file) ? ": is a directory" : ": no such file")
                + "; expected a CSV file of rows");
      }
      lines = Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new InvalidInputException(file + ": is no text file; expected CSV", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
    return parse(file, lines, columns);
  }

  /** Rows that come with twobit, by the name of their resource. */
  static List<Row> shipped(String name, List<String> columns) {
    try (InputStream in = CsvRows.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return parse(Path.of(name), text.lines().toList(), columns);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Row> parse(Path file, List<String> lines, List<String> columns) {
    if (lines.isEmpty()) {
      throw new InvalidInputException(file + ": is empty; expected a header and rows");
    }
    List<String> header = cells(lines.get(0).replaceFirst("^" + BYTE_ORDER_MARK, ""));
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
      List<String> cells = cells(lines.get(i));
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

  /** The cells of a line, without quotes and the blanks around them. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }
}
