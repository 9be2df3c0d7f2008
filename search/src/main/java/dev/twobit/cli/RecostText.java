package dev.twobit.cli;

import dev.twobit.results.study.RecostRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Networks that were simulated again, as text. */
final class RecostText {
  private static final int KEY_LETTERS = 12;
  private static final List<String> KINDS = List.of("latency", "whole", "energy");

  private RecostText() {}

  static String of(List<RecostRow> rows) {
    TextTable table = new TextTable();
    List.of("search", "model", "found by").forEach(table::text);
    table.number("seed");
    for (String kind : KINDS) {
      table.number(kind + " before");
      table.number("now");
      table.number("x");
    }
    table.text("budgets");
    for (RecostRow row : rows) {
      List<Object> cells = new ArrayList<>(List.of(key(row), model(row), row.method(), row.seed()));
      KINDS.forEach(kind -> cells.addAll(cost(row, kind)));
      cells.add(row.left().isEmpty() ? row.over().isEmpty() ? "met" : "not met" : "LEAVES");
      table.row(cells.toArray());
    }
    StringBuilder text = new StringBuilder(table.render().stripTrailing()).append("\n\n");
    rows.stream()
        .filter(row -> !row.left().isEmpty())
        .forEach(row -> text.append(left(row)).append('\n'));
    return text.append(summary(rows)).toString();
  }

  private static String summary(List<RecostRow> rows) {
    return String.format(
        Locale.ROOT,
        "%d networks, %d of them with another cost than when they were found, %d out of a budget"
            + " that they met%s",
        rows.size(),
        rows.stream().filter(RecostRow::isChanged).count(),
        rows.stream().filter(r -> !r.left().isEmpty()).count(),
        rows.stream().allMatch(RecostRow::sameHardware)
            ? ""
            : "; the figures of an accelerator are others than when they were found");
  }

  private static String key(RecostRow row) {
    return row.trial().substring(0, Math.min(KEY_LETTERS, row.trial().length()));
  }

  private static String model(RecostRow row) {
    return String.valueOf(Path.of(row.model()).getFileName());
  }

  /** Before, now, and as a multiple of the original's now. */
  private static List<String> cost(RecostRow row, String kind) {
    for (RecostRow.Cost c : row.costs()) {
      if (c.kind().equals(kind)) {
        return List.of(
            c.before().isPresent() ? whole(c.before().getAsDouble()) : "",
            whole(c.now()),
            times(c.relativeNow()));
      }
    }
    return List.of("", "", "");
  }

  /** A table may cut it short. */
  private static String left(RecostRow row) {
    return "LEAVES: %s, seed %d, of %s (%s): %s, %s"
        .formatted(
            row.method(),
            row.seed(),
            model(row),
            key(row),
            String.join(" ", row.left()),
            row.costs().stream()
                .map(
                    c ->
                        "%s %s -> %s"
                            .formatted(
                                c.kind(),
                                c.relativeBefore().isPresent()
                                    ? times(c.relativeBefore().getAsDouble())
                                    : "?",
                                times(c.relativeNow())))
                .collect(Collectors.joining(", ")));
  }

  private static String whole(double cost) {
    return String.format(Locale.ROOT, "%,.0f", cost);
  }

  private static String times(double relative) {
    return String.format(Locale.ROOT, "%.3fx", relative);
  }
}
