package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.report.HtmlReport;
import dev.twobit.results.RunResults;
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
  void theReportSaysSoBeforeAllElse(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.html");
    HtmlReport.write(RUN, file);
    String report = Files.readString(file);
    int said = report.indexOf("Result: the original network is returned: none is better.");
    assertThat(said).isPositive().isLessThan(report.indexOf("Asked: "));
  }
}
