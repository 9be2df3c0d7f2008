package dev.twobit.report;

import dev.twobit.io.AtomicFile;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.RunResults;
import java.io.IOException;
import java.nio.file.Path;

/** A search run as one {@link HtmlPage}. */
public final class HtmlReport {
  private HtmlReport() {}

  /** Replaces the file in one move. */
  public static void write(RunResults results, Path file) throws IOException {
    AtomicFile.writeText(file, page(results));
  }

  static String page(RunResults results) throws IOException {
    return HtmlPage.of(
        results.request().inputs().model() + " on " + results.hardware().name(),
        body(results),
        ResultsFile.toJson(results),
        "charts.js",
        "trajectory.js",
        "runpage.js");
  }

  static Html body(RunResults results) {
    return Html.join(
        HeadlineSection.of(results),
        ComparisonSection.of(results),
        ChannelsSection.of(results),
        SimulationSection.of(results),
        SpreadSection.of(results.spread()),
        HardwareSection.of(results.hardware()),
        LayersSection.of(results),
        SearchSection.of(results),
        RunSection.of(results));
  }
}
