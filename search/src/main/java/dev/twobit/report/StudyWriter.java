package dev.twobit.report;

import dev.twobit.json.Json;
import dev.twobit.results.study.StudyResult;
import dev.twobit.results.study.StudyRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A study as files: everything as JSON, every training as CSV, the page. */
public final class StudyWriter {
  private StudyWriter() {}

  /** Writes {@code study.json}, {@code study.csv} and {@code report.html}; returns the files. */
  public static List<Path> write(StudyResult study, Path folder) throws IOException {
    return ReportFiles.write(
        folder,
        "study",
        Json.present(study) + "\n",
        "study.csv",
        csv(study),
        json -> StudyReport.page(study, json));
  }

  /** One line a training, units in the header. */
  public static String csv(StudyResult study) {
    Set<String> kinds = new LinkedHashSet<>();
    study.rows().forEach(row -> kinds.addAll(row.found().costs().keySet()));
    List<String> header =
        new ArrayList<>(
            List.of(
                "group",
                "label",
                "model",
                "method",
                "budgets",
                "search_seed",
                "training_seed",
                "top1_percent",
                "top5_percent",
                "best_top1_percent"));
    kinds.forEach(kind -> header.add(kind));
    kinds.forEach(kind -> header.add(kind + "_relative"));
    header.addAll(List.of("expansions", "widths", "search_trial", "training_trial"));
    return Csv.line(header)
        + study.rows().stream().map(row -> line(row, kinds)).collect(Collectors.joining());
  }

  private static String line(StudyRow row, Set<String> kinds) {
    StudyRow.Found found = row.found();
    List<Object> cells =
        new ArrayList<>(
            List.of(
                row.group(),
                row.label(),
                row.model(),
                found.method(),
                String.join(" ", found.budgets()),
                found.seed(),
                cell(row, StudyRow.Training::seed),
                cell(row, StudyRow.Training::top1Percent),
                cell(row, StudyRow.Training::top5Percent),
                cell(row, StudyRow.Training::bestTop1Percent)));
    kinds.forEach(kind -> cells.add(found.costs().getOrDefault(kind, 0.0)));
    kinds.forEach(kind -> cells.add(found.relative().getOrDefault(kind, 0.0)));
    cells.add(found.expansions());
    cells.add(
        found.widths().values().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    cells.add(found.trial());
    cells.add(cell(row, StudyRow.Training::trial));
    return Csv.line(cells);
  }

  /** Empty for a network that was not trained. */
  private static Object cell(StudyRow row, Function<StudyRow.Training, Object> value) {
    return row.training().map(value).orElse("");
  }
}
