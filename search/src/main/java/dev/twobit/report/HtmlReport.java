package dev.twobit.report;

import dev.twobit.io.AtomicFile;
import dev.twobit.results.CurveResults;
import dev.twobit.results.FinishedRun;
import dev.twobit.results.NetworkRow;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.RunResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.DoubleStream;

/** A search run as one {@link HtmlPage}. */
public final class HtmlReport {
  private HtmlReport() {}

  /** Replaces the file in one move. */
  public static void write(FinishedRun results, Path file) throws IOException {
    AtomicFile.writeText(file, page(results));
  }

  static String page(FinishedRun results) throws IOException {
    Content content = content(results);
    return HtmlPage.of(title(results), content.body, ResultsFile.toJson(results), content.scripts);
  }

  /** What a page shows, and the scripts that draw its charts. */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once
  private record Content(Html body, String... scripts) {}

  private static Content content(FinishedRun results) {
    return results.fold(
        new FinishedRun.Cases<Content>() {
          @Override
          public Content one(RunResults run) {
            return new Content(body(run), "charts.js", "trajectory.js", "runpage.js");
          }

          @Override
          public Content curve(CurveResults run) {
            return new Content(CurveReport.body(run), "curvepage.js");
          }
        });
  }

  static String title(FinishedRun run) {
    return run.request().inputs().model() + " on " + run.hardware().name();
  }

  static Html body(RunResults results) {
    EnergyUnit unit = energyUnit(results);
    return Html.join(
        HeadlineSection.of(results, unit),
        ComparisonSection.of(results, unit),
        ChannelsSection.of(results),
        SimulationSection.of(results, unit),
        SpreadSection.of(results.spread()),
        HardwareSection.of(results.hardware()),
        LayersSection.of(results, unit),
        SearchSection.of(results),
        CodesSection.of(results),
        UsageSection.of(results),
        RunSection.of(results));
  }

  private static EnergyUnit energyUnit(RunResults run) {
    return EnergyUnit.ofMillijoules(
        DoubleStream.concat(
            DoubleStream.of(run.original().energyMillijoules(), run.adapted().energyMillijoules()),
            run.networks().stream()
                .flatMap(row -> row.simulated().stream())
                .mapToDouble(NetworkRow.SimulatedCost::energyMillijoules)));
  }
}
