package dev.twobit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.results.CurveNetwork;
import dev.twobit.results.CurveResults;
import dev.twobit.results.SyntheticCurve;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CurveReportTest {
  private static final CurveResults RUN = SyntheticCurve.of("");

  @Test
  void beginsWithAResultABudgetAndHasAPlaceForEachChart() throws IOException {
    String page = HtmlReport.page(RUN);
    assertThat(all(page, "<h2>([^<]*)</h2>"))
        .containsExactly(
            "Accuracy against latency",
            "Networks",
            "Differences between networks trained alike",
            "Budgets",
            "Channels per layer",
            "Beside the curve",
            "What widths can change",
            "Hardware: test-8x48-w2a2",
            "Searches",
            "Codes in use",
            "Use the network",
            "Checks",
            "This run");
    assertThat(all(page, "<li>(latency [^<]*)</li>"))
        .containsExactly(
            "latency 0.8x: the original network is returned: none is better.",
            "latency 1.0x: not within the budget, accuracy as deployed +1.45 +- 2.70 points"
                + " against the uniform scaling.");
    assertThat(all(page, "data-chart=\"(\\w+)\"")).containsExactly("testCurve", "heldOutCurve");
    assertThat(all(page, "const CHARTS = \\{([^}]*)}")).containsExactly("testCurve, heldOutCurve");
  }

  @Test
  void everyNetworkHasARow() {
    String body = CurveReport.body(RUN).html();
    assertThat(body.split("<td>2-bit adapted</td>", -1)).hasSize(3);
    assertThat(body.split("<td>2-bit uniform</td>", -1)).hasSize(3);
    assertThat(body.split("<td>2-bit original</td>", -1)).hasSize(2);
    assertThat(body).contains("75.35 %", "73.90 %", "<td>the uniform scaling</td>");
  }

  @Test
  void withoutHeldOutImagesTheTestImagesAloneAreShown() {
    CurveNetwork original = RUN.curve().original();
    CurveResults without =
        new CurveResults(
            RUN.schemaVersion(),
            RUN.twobitVersion(),
            RUN.request(),
            RUN.setting(),
            RUN.references(),
            new CurveResults.Curve(
                new CurveNetwork(
                    original.row(), Optional.empty(), List.of(), List.of(), Optional.empty()),
                List.of()),
            RUN.spread(),
            RUN.findings());
    assertThat(CurveReport.body(without).html())
        .contains("No image was held out")
        .doesNotContain("heldOutCurve");
  }

  private static List<String> all(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(m -> m.group(1)).toList();
  }
}
