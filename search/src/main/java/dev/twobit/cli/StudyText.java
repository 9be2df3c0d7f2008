package dev.twobit.cli;

import dev.twobit.experiment.study.StudyPlan;
import dev.twobit.results.study.StudyResult;
import dev.twobit.results.study.StudyTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A study as text. */
final class StudyText {
  private static final int KEY_LETTERS = 12;

  private StudyText() {}

  /** Every trial, whether it is done and how long it takes. */
  static String of(StudyPlan plan) {
    TextTable table = table(List.of("network", "trial", "key", "state", "#seconds"));
    for (StudyPlan.Entry e : plan.trials()) {
      table.row(
          e.label(),
          e.title(),
          e.key().isEmpty() ? "(not found yet)" : e.key().substring(0, KEY_LETTERS),
          e.done() ? "done" : "to do",
          e.done() ? "" : String.format(Locale.ROOT, "%.0f", e.seconds()));
    }
    return table.render().stripTrailing() + "\n\n" + summary(plan);
  }

  private static TextTable table(List<String> headings) {
    TextTable table = new TextTable();
    for (String heading : headings) {
      if (heading.startsWith("#")) {
        table.number(heading.substring(1));
      } else {
        table.text(heading);
      }
    }
    return table;
  }

  static String summary(StudyPlan plan) {
    return String.format(
        Locale.ROOT,
        "%d trials, %d of them done; the others take about %s here, by a measured step; %s",
        plan.trials().size(),
        plan.done(),
        duration(plan.seconds()),
        plan.spread());
  }

  static String duration(double seconds) {
    long minutes = Math.round(seconds / 60);
    return seconds < 90
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : minutes < 120
            ? minutes + " min"
            : seconds < 72 * 3600.0
                ? String.format(Locale.ROOT, "%.1f h", seconds / 3600)
                : String.format(Locale.ROOT, "%.0f days", seconds / 86400);
  }

  /** Its first tables. */
  static String of(StudyResult study, List<Path> files) {
    StringBuilder text = new StringBuilder(study.title()).append("\n");
    for (StudyTable t : study.page().tables()) {
      TextTable table = table(t.headings());
      t.rows().forEach(row -> table.row(row.toArray()));
      text.append('\n').append(t.title()).append('\n').append(table.render().stripTrailing());
      text.append('\n');
    }
    return text.append('\n')
        .append(files.stream().map(Path::toString).collect(Collectors.joining(", ")))
        .toString();
  }
}
