package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.simulator.validation.ValidationReport;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
import java.util.Locale;

/** A validation as people or programs read it. */
final class ValidationText {
  private ValidationText() {}

  static void print(ValidationReport report, boolean json, Console console) {
    console.out().println(json ? VersionedJson.indented(report) : text(report).strip());
  }

  private static String text(ValidationReport report) {
    TextTable table =
        new TextTable()
            .number("line")
            .text("worst rows")
            .text("figure")
            .number("given")
            .number("simulated")
            .number("error %");
    for (Comparison row : report.worstRows()) {
      table.row(
          row.line(),
          row.description(),
          row.figure(),
          TextTable.decimals(row.given(), 0),
          TextTable.decimals(row.simulated(), 0),
          TextTable.decimals(row.errorPercent(), 3));
    }
    return String.format(
            Locale.ROOT,
            "%,d rows: error %.3f %% on average, %.3f %% median, %.3f %% at worst%n%n",
            report.rows(),
            report.meanErrorPercent(),
            report.medianErrorPercent(),
            report.worstErrorPercent())
        + table.render();
  }
}
