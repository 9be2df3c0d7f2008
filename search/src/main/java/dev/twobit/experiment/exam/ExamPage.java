package dev.twobit.experiment.exam;

import dev.twobit.experiment.study.StudyStatistics;
import dev.twobit.results.study.StudyChart;
import dev.twobit.results.study.StudyResult;
import dev.twobit.results.study.StudyTable;
import dev.twobit.search.exam.ExamScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The exam as tables: the grades against both truths, the networks, a sentence of who passed. */
final class ExamPage {
  private final ExamScores scores;
  private final Graded crossEntropy;
  private final Graded top1;

  /**
   * @param seed of the resamples
   */
  ExamPage(ExamScores scores, long seed) {
    this.scores = scores;
    this.crossEntropy = Graded.of(scores, scores.crossEntropy(), seed);
    this.top1 = Graded.of(scores, scores.top1(), seed);
  }

  /** The grades against one truth, and that of MACs x PARAMs. */
  private record Graded(String truth, List<Grade> grades, Grade size) {
    static Graded of(ExamScores scores, RankedScore truth, long seed) {
      Grading grading = new Grading(truth, scores.size(), seed);
      return new Graded(truth.name(), grading.of(scores.graded()), grading.of(scores.size()));
    }

    List<String> passed() {
      return grades.stream()
          .filter(g -> g.score().judge() && g.passes(size))
          .map(g -> g.score().name())
          .toList();
    }

    StudyTable table() {
      return new StudyTable(
          "Against " + truth + " after full training",
          List.of(
              "score",
              "#rho",
              "#95 %",
              "#tau-b",
              "#rho, top half",
              "#tau-b, top half",
              "#ahead",
              "judge"),
          grades.stream().map(this::row).toList(),
          "rho: Spearman's; its interval by resampling the networks. tau-b: Kendall's. Top half: of"
              + " the networks that are best after full training. Ahead: resamples in which rho is"
              + " above that of MACs x PARAMs. A judge passes with a rho of 0.6 or more, above that"
              + " of MACs x PARAMs.");
    }

    private List<String> row(Grade g) {
      return List.of(
          g.score().name(),
          figure(g.all().rho()),
          Double.isNaN(g.low())
              ? "–"
              : String.format(Locale.ROOT, "%+.2f to %+.2f", g.low(), g.high()),
          figure(g.all().tau()),
          figure(g.top().rho()),
          figure(g.top().tau()),
          g.score().name().equals(size.score().name())
              ? "–"
              : String.format(Locale.ROOT, "%.0f %%", 100 * g.ahead()),
          !g.score().judge() ? "–" : g.passes(size) ? "passes" : "fails");
    }
  }

  StudyResult.Page page(List<StudyTable> more) {
    List<StudyTable> tables =
        new ArrayList<>(
            List.of(verdict(), crossEntropy.table(), top1.table(), networks(), widths()));
    tables.addAll(more);
    return new StudyResult.Page(
        List.of(
            "Networks that use the budget up, scored by what a search judges by and trained in"
                + " full: which scores rank them as full trainings do."),
        tables,
        charts(),
        List.of());
  }

  private StudyTable verdict() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("pass against cross-entropy", names(crossEntropy.passed())));
    rows.add(List.of("pass against top-1", names(top1.passed())));
    scores
        .agreement()
        .ifPresent(
            rho ->
                rows.add(
                    List.of(
                        "rho of two full trainings", String.format(Locale.ROOT, "%+.2f", rho))));
    return new StudyTable(
        "Who passes",
        List.of("", "judges"),
        rows,
        "Full trainings of the same networks differ in their seed: where they agree little, by"
            + " cross-entropy, no score can foretell them.");
  }

  private static String names(List<String> judges) {
    return judges.isEmpty() ? "none" : String.join("; ", judges);
  }

  private StudyTable networks() {
    List<String> headings =
        new ArrayList<>(List.of("network", "#budget", "#MACs", "#PARAMs", "#kept importance"));
    scores.epochs().forEach(e -> headings.add("#" + ExamScores.title(e)));
    headings.add("#trained in full");
    headings.add("#top-1");
    return new StudyTable(
        "The networks",
        headings,
        rows(this::row),
        "Cross-entropy on held-out images, nats; full trainings on images that no other score has,"
            + " mean ± sample deviation. Budget: of the one that is used most.");
  }

  private StudyTable widths() {
    return new StudyTable(
        "Their widths",
        List.of("network", "widths"),
        rows((name, n) -> List.of(name, text(n))),
        "");
  }

  private static String text(Examined n) {
    return n.network().widths().values().stream()
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  /** One a network, by its name: a number, or that it is the original. */
  private List<List<String>> rows(BiFunction<String, Examined, List<String>> row) {
    List<List<String>> rows = new ArrayList<>();
    for (Examined n : scores.networks()) {
      rows.add(row.apply(n.network().original() ? "original" : "" + (rows.size() + 1), n));
    }
    return rows;
  }

  private List<String> row(String name, Examined n) {
    List<String> cells = new ArrayList<>(List.of(name));
    cells.add(String.format(Locale.ROOT, "%.3f", n.network().budgetShare()));
    cells.add(String.format(Locale.ROOT, "%.2fM", 1e-6 * n.network().macs()));
    cells.add(String.format(Locale.ROOT, "%.1fk", 1e-3 * n.network().params()));
    cells.add(String.format(Locale.ROOT, "%.3f", n.network().value()));
    n.brief().forEach(s -> cells.add(String.format(Locale.ROOT, "%.4f", s.crossEntropy())));
    cells.add(nats(n.full().stream().map(ExamScore::crossEntropy).toList()));
    cells.add(percent(n.full().stream().map(ExamScore::top1Percent).toList()));
    return cells;
  }

  /** Each score of cross-entropy against that after full training. */
  private List<StudyChart> charts() {
    List<StudyChart.Series> series = new ArrayList<>();
    for (int i = 0; i < scores.epochs().size(); i++) {
      int at = i;
      series.add(
          new StudyChart.Series(
              ExamScores.title(scores.epochs().get(i)),
              false,
              scores.networks().stream()
                  .map(
                      n ->
                          new StudyChart.Point(
                              n.brief().get(at).crossEntropy(), n.last(ExamScore::crossEntropy), 0))
                  .toList()));
    }
    return List.of(
        new StudyChart(
            "judges",
            StudyChart.Kind.DOTS,
            "What judges say and what comes of it, a point a network.",
            "held-out cross-entropy as judged, nats",
            "after full training, nats",
            List.of(),
            series));
  }

  private static String figure(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%+.2f", value.getAsDouble()) : "–";
  }

  static String nats(List<Double> values) {
    return meanAndDeviation("%.4f", values);
  }

  static String percent(List<Double> values) {
    return meanAndDeviation("%.2f", values) + " %";
  }

  private static String meanAndDeviation(String format, List<Double> values) {
    StudyStatistics.Summary s = StudyStatistics.summary(values);
    String mean = String.format(Locale.ROOT, format, s.mean());
    return s.count() == 1 ? mean : mean + " ± " + String.format(Locale.ROOT, format, s.deviation());
  }
}
