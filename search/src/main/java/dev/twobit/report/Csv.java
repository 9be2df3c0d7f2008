package dev.twobit.report;

import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values as RFC 4180 has them, lines ended by a line feed. */
final class Csv {
  private Csv() {}

  static String line(List<?> cells) {
    return cells.stream().map(cell -> quoted(cell.toString())).collect(Collectors.joining(","))
        + "\n";
  }

  private static String quoted(String cell) {
    return cell.matches("[^\",\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
