package dev.twobit.report;

import dev.twobit.experiment.results.Json;
import dev.twobit.experiment.results.study.StudyResult;
import dev.twobit.experiment.results.study.StudyRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
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
    study.rows().forEach(row -> kinds.addAll(row.costs().keySet()));
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
    List<Object> cells =
        new ArrayList<>(
            List.of(
                row.group(),
                row.label(),
                row.model(),
                row.method(),
                String.join(" ", row.budgets()),
                row.searchSeed(),
                row.trainingSeed().isPresent() ? row.trainingSeed().getAsLong() : "",
                cell(row.top1Percent()),
                cell(row.top5Percent()),
                cell(row.bestTop1Percent())));
    kinds.forEach(kind -> cells.add(row.costs().getOrDefault(kind, 0.0)));
    kinds.forEach(kind -> cells.add(row.relative().getOrDefault(kind, 0.0)));
    cells.add(row.expansions());
    cells.add(row.widths().values().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    cells.add(row.search());
    cells.add(row.training());
    return Csv.line(cells);
  }

  private static Object cell(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : "";
  }
}
