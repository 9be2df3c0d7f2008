package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.report.HtmlReport;
import dev.twobit.results.RunResults;
import dev.twobit.results.SyntheticCurve;
import dev.twobit.results.SyntheticRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSummaryTest {
  private static final RunResults RUN = SyntheticRun.of(3, "");

  @Test
  void theFirstLineSaysThatTheOriginalIsReturnedAndWhy() {
    assertThat(RunSummary.of(RUN, Path.of("run")))
        .startsWith("result    the original network is returned: none is better\nbudget ");
  }

  @Test
  void ofSeveralBudgetsTheFirstLinesAreAResultEach() {
    assertThat(RunSummary.of(SyntheticCurve.of(""), Path.of("run")).lines())
        .hasSize(2 + 1 + 2 * 2 + 1 + 1)
        .first(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .isEqualTo("result    latency 0.8x: the original network is returned: none is better");
    assertThat(RunSummary.of(SyntheticCurve.of(""), Path.of("run")).lines())
        .element(1, org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .isEqualTo(
            "result    latency 1.0x: not within the budget, accuracy as deployed +1.45 +- 2.70"
                + " points against the uniform scaling");
    assertThat(RunSummary.of(SyntheticCurve.of(""), Path.of("run")))
        .contains("\nadapted   latency 0.8x: 75.35 % (75.35 %), ")
        .contains("\nuniform   latency 1.0x: 73.90 % (73.90 %), ")
        .contains("\noriginal  73.90 % (73.90 %), ")
        .endsWith("report    run/report.html");
  }

  @Test
  void theReportSaysSoBeforeAllElse(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.html");
    HtmlReport.write(RUN, file);
    String report = Files.readString(file);
    int said = report.indexOf("Result: the original network is returned: none is better.");
    assertThat(said).isPositive().isLessThan(report.indexOf("Asked: "));
  }
}
