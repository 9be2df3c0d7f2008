package dev.twobit.report;

import dev.twobit.io.AtomicFile;
import dev.twobit.json.VersionedJson;
import dev.twobit.results.study.StudyResult;
import dev.twobit.results.study.StudyRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A study as files: everything as JSON, every training as CSV, the page. */
public final class StudyWriter {
  private static final String ROWS = "study.csv";

  private StudyWriter() {}

  /** Writes {@code study.csv} of a study that goes on. */
  public static void writeRows(List<StudyRow> rows, Path folder) throws IOException {
    AtomicFile.writeText(folder.resolve(ROWS), csv(rows));
  }

  /** Writes {@code study.json}, {@code study.csv} and {@code report.html}; returns the files. */
  public static List<Path> write(StudyResult study, Path folder) throws IOException {
    return ReportFiles.write(
        folder,
        "study",
        VersionedJson.present(study) + "\n",
        ROWS,
        csv(study.rows()),
        json -> StudyReport.page(study, json));
  }

  /** One line a training, units in the header. */
  static String csv(List<StudyRow> rows) {
    Set<String> kinds = new LinkedHashSet<>();
    rows.forEach(row -> kinds.addAll(row.found().costs().keySet()));
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
                "deployed_top1_percent",
                "top5_percent",
                "best_top1_percent"));
    kinds.forEach(kind -> header.add(kind));
    kinds.forEach(kind -> header.add(kind + "_relative"));
    header.addAll(
        List.of("expansions", "widths", "hardware", "bits", "search_trial", "training_trial"));
    return Csv.line(header)
        + rows.stream().map(row -> line(row, kinds)).collect(Collectors.joining());
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
                deployed(row),
                cell(row, StudyRow.Training::top5Percent),
                cell(row, StudyRow.Training::bestTop1Percent)));
    kinds.forEach(kind -> cells.add(found.costs().getOrDefault(kind, 0.0)));
    kinds.forEach(kind -> cells.add(found.relative().getOrDefault(kind, 0.0)));
    cells.add(found.expansions());
    cells.add(
        found.widths().values().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    cells.add(row.on().hardware());
    cells.add(row.on().bits());
    cells.add(found.trial());
    cells.add(cell(row, StudyRow.Training::trial));
    return Csv.line(cells);
  }

  /** Empty for one that was not deployed. */
  private static Object deployed(StudyRow row) {
    OptionalDouble top1 =
        row.training().map(StudyRow.Training::deployedTop1Percent).orElse(OptionalDouble.empty());
    return top1.isPresent() ? top1.getAsDouble() : "";
  }

  /** Empty for a network that was not trained. */
  private static Object cell(StudyRow row, Function<StudyRow.Training, Object> value) {
    return row.training().map(value).orElse("");
  }
}
