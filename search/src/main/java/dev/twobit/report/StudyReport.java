package dev.twobit.report;

import dev.twobit.results.study.StudyChart;
import dev.twobit.results.study.StudyResult;
import dev.twobit.results.study.StudyTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A study as one {@link HtmlPage}. */
final class StudyReport {
  private static final int MANY_COLUMNS = 9;

  private StudyReport() {}

  static String page(StudyResult study, String json) throws IOException {
    return HtmlPage.of(study.title(), body(study), json, "studypage.js");
  }

  static Html body(StudyResult study) {
    List<Html> parts = new ArrayList<>();
    List<Html> header = new ArrayList<>(List.of(Html.element("h1", "", study.title())));
    study.page().texts().forEach(text -> header.add(Html.paragraph(text)));
    parts.add(Html.element("header", "", Html.join(header)));
    if (!study.page().charts().isEmpty()) {
      parts.add(Html.section("Figures", Html.join(charts(study))));
    }
    for (StudyTable table : study.page().tables()) {
      parts.add(Html.section(table.title(), table(table), Html.paragraph(table.note())));
    }
    if (study.page().tables().stream().anyMatch(StudyReport::countsMacs)) {
      parts.add(Html.paragraph("MACs are what the paper calls FLOPs."));
    }
    if (!study.page().notes().isEmpty()) {
      parts.add(Html.section("Notes", Html.list(study.page().notes())));
    }
    parts.add(run(study));
    return Html.join(parts);
  }

  private static boolean countsMacs(StudyTable table) {
    return table.headings().stream().anyMatch(heading -> heading.startsWith("#MACs"));
  }

  private static List<Html> charts(StudyResult study) {
    return study.page().charts().stream()
        .filter(StudyReport::hasPoints)
        .map(chart -> Html.chart(chart.name(), chart.caption()))
        .toList();
  }

  private static boolean hasPoints(StudyChart chart) {
    return chart.series().stream().anyMatch(s -> !s.points().isEmpty());
  }

  private static Html table(StudyTable table) {
    Table html = new Table(table.headings());
    table.rows().forEach(row -> html.row(row.stream().map(Html::text).toList()));
    return table.headings().size() >= MANY_COLUMNS ? html.dense() : html.html();
  }

  private static Html run(StudyResult study) {
    Table facts = new Table("what", "value");
    study.facts().forEach(fact -> facts.row(fact.name(), fact.value()));
    facts.row("twobit", study.twobitVersion());
    Table times = new Table("trial", "key", "#seconds");
    for (StudyResult.TrialTime time : study.times()) {
      times.row(time.title(), time.key(), String.format(Locale.ROOT, "%.1f", time.seconds()));
    }
    return Html.section(
        "This study", facts.html(), Html.collapsed("Every trial and its time", times.dense()));
  }
}
