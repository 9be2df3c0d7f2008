package dev.twobit.cli;

import dev.twobit.results.study.RecostRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Networks that were simulated again, as text. */
final class RecostText {
  private static final int KEY_LETTERS = 12;

  private RecostText() {}

  static String of(List<RecostRow> rows) {
    TextTable table = new TextTable();
    List.of("search", "model", "found by").forEach(table::text);
    table.number("seed");
    List.of("latency, clocks (x)", "back to back", "energy, pJ", "budgets").forEach(table::text);
    for (RecostRow row : rows) {
      table.row(
          row.trial().substring(0, Math.min(KEY_LETTERS, row.trial().length())),
          String.valueOf(Path.of(row.model()).getFileName()),
          row.method(),
          row.seed(),
          cost(row, "latency"),
          cost(row, "whole"),
          cost(row, "energy"),
          budgets(row));
    }
    long left = rows.stream().filter(r -> !r.left().isEmpty()).count();
    return table.render().stripTrailing()
        + String.format(
            Locale.ROOT,
            "%n%n%d networks, %d of them with another cost than when they were found, %d out of a"
                + " budget that they met%s",
            rows.size(),
            rows.stream().filter(RecostRow::isChanged).count(),
            left,
            rows.stream().allMatch(RecostRow::sameHardware)
                ? ""
                : "; the figures of an accelerator are others than when they were found");
  }

  private static String cost(RecostRow row, String kind) {
    return row.costs().stream()
        .filter(c -> c.kind().equals(kind))
        .findFirst()
        .map(RecostText::text)
        .orElse("");
  }

  private static String text(RecostRow.Cost cost) {
    String now = text(cost.now(), cost.relativeNow());
    return cost.isChanged()
        ? text(cost.before().orElseThrow(), cost.relativeBefore().orElseThrow()) + " -> " + now
        : now;
  }

  private static String text(double cost, double relative) {
    return String.format(Locale.ROOT, "%,.0f (%.3f)", cost, relative);
  }

  private static String budgets(RecostRow row) {
    if (!row.left().isEmpty()) {
      return "LEAVES " + String.join(" ", row.left());
    }
    return row.over().isEmpty() ? "met" : "not met then or now: " + String.join(" ", row.over());
  }
}
