package dev.twobit.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An aligned table of plain text, at most 120 characters wide: where that is not enough, names lose
 * what they say twice, and then columns of text are shortened in the middle; columns of numbers
 * never are.
 */
final class TextTable {
  private static final int MAX_WIDTH = 120;
  private static final int MIN_TEXT = 12;
  private static final String GAP = "  ";

  private record Column(String header, boolean text) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** A left-aligned column. */
  TextTable text(String header) {
    columns.add(new Column(header, true));
    return this;
  }

  /** A right-aligned column; the unit belongs into the header. */
  TextTable number(String header) {
    columns.add(new Column(header, false));
    return this;
  }

  TextTable row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "row of " + cells.length + " cells in a table of " + columns.size() + " columns");
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(format(cell));
    }
    rows.add(row);
    return this;
  }

  /** Integers with thousands separators; anything else as its text. */
  private static String format(Object cell) {
    return cell instanceof Long || cell instanceof Integer
        ? String.format(Locale.ROOT, "%,d", ((Number) cell).longValue())
        : Text.printable(cell.toString());
  }

  /** A value with so many decimals and thousands separators. */
  static String decimals(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** The table, each line ended. */
  String render() {
    if (width() > MAX_WIDTH) {
      rows.forEach(row -> row.replaceAll(Text::withoutRepetition));
    }
    int[] widths = widths();
    StringBuilder out = new StringBuilder();
    line(out, columns.stream().map(Column::header).toList(), widths);
    rule(out, widths);
    rows.forEach(row -> line(out, row, widths));
    return out.toString();
  }

  private int width() {
    return Arrays.stream(naturalWidths()).sum() + GAP.length() * (columns.size() - 1);
  }

  private int[] naturalWidths() {
    int[] widths = new int[columns.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = columns.get(c).header.length();
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    return widths;
  }

  private int[] widths() {
    int[] widths = naturalWidths();
    int excess = width() - MAX_WIDTH;
    while (excess > 0) {
      int widest = widestText(widths);
      if (widest < 0 || widths[widest] <= MIN_TEXT) {
        break;
      }
      widths[widest]--;
      excess--;
    }
    return widths;
  }

  private int widestText(int[] widths) {
    int widest = -1;
    for (int c = 0; c < widths.length; c++) {
      if (columns.get(c).text && (widest < 0 || widths[c] > widths[widest])) {
        widest = c;
      }
    }
    return widest;
  }

  private void line(StringBuilder out, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String cell = columns.get(c).text ? Text.shortened(cells.get(c), widths[c]) : cells.get(c);
      String space = " ".repeat(Math.max(0, widths[c] - cell.length()));
      line.append(c == 0 ? "" : GAP).append(columns.get(c).text ? cell + space : space + cell);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static void rule(StringBuilder out, int[] widths) {
    List<String> dashes = new ArrayList<>();
    for (int width : widths) {
      dashes.add("-".repeat(width));
    }
    out.append(String.join(GAP, dashes)).append('\n');
  }
}
