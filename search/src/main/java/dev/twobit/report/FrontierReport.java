package dev.twobit.report;

import dev.twobit.results.FrontierResult;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;

/** Networks that use a budget up as one {@link HtmlPage}. */
final class FrontierReport {
  private FrontierReport() {}

  static String page(FrontierResult frontier, String json) throws IOException {
    return HtmlPage.of(title(frontier), body(frontier), json, "frontierpage.js");
  }

  private static String title(FrontierResult frontier) {
    return (frontier.complete() ? "" : "At least ")
        + Format.count(frontier.networks().size())
        + " networks within the budget: "
        + frontier.asked().model()
        + " on "
        + frontier.asked().hardware();
  }

  static Html body(FrontierResult frontier) {
    FrontierResult.Asked asked = frontier.asked();
    return Html.join(
        Html.element(
            "header",
            "",
            Html.element("h1", "", title(frontier)),
            Html.list(frontier.summary()),
            Html.paragraph(
                "Budget %s; widths %s at Adds; %d bits, %d on the residual path. No unit of these"
                        .formatted(
                            String.join(", ", asked.budgets()),
                            asked.coupling(),
                            asked.bits(),
                            asked.residualBits())
                    + " networks can go to its next width within the budget. Costs are multiples of"
                    + " the original's, by simulation.")),
        Html.section(
            "Multiply-accumulates, parameters, latency",
            Html.chart("macsLatency", "Multiply-accumulates against latency."),
            Html.chart("macsParams", "Parameters against multiply-accumulates.")),
        Html.section("Most of each", most(frontier)),
        Html.section(
            "What a step of each unit costs",
            Html.paragraph(
                "One unit at its next width, all others as in the original; shares of the"
                    + " original's latency. The cheapest for its gain in multiply-accumulates and"
                    + " parameters first."),
            units(frontier)));
  }

  private static Html most(FrontierResult frontier) {
    Table table = new Table("", "#MACs", "#PARAMs", "#latency", "#back to back", "widths");
    row(table, "most MACs", frontier.mostMacs());
    row(table, "most PARAMs", frontier.mostParams());
    return table.html();
  }

  private static void row(Table table, String name, FrontierResult.Point p) {
    table.row(
        name,
        times(p.macs()),
        times(p.params()),
        times(p.latency()),
        times(p.whole()),
        p.widths().values().stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }

  private static Html units(FrontierResult frontier) {
    Table table =
        new Table("unit", "#width", "#narrower", "#saves", "#wider", "#costs", "candidates");
    for (FrontierResult.Unit u : frontier.units()) {
      table.row(
          u.unit(),
          String.valueOf(u.width()),
          u.narrower() < u.width() ? String.valueOf(u.narrower()) : "",
          u.narrower() < u.width() ? Format.share(u.saving()) : "",
          u.wider() > u.width() ? String.valueOf(u.wider()) : "",
          u.wider() > u.width() ? Format.share(u.cost()) : "",
          u.candidates().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }
    return table.html();
  }

  private static String times(double share) {
    return String.format(Locale.ROOT, "%.3fx", share);
  }
}
