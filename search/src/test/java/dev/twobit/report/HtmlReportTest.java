package dev.twobit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.RunResults;
import dev.twobit.results.SyntheticRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReportTest {
  /** Where pages stay after the test, to be looked at in a browser. */
  private static final Path EXAMPLES = Path.of("target", "report-examples");

  private static final Pattern TAG = Pattern.compile("</?([a-z0-9]+)[^>]*>");
  private static final List<String> VOID_TAGS = List.of("meta");

  @ParameterizedTest
  @ValueSource(ints = {18, 53})
  void showsEverySectionInOrderWithAChartForEachPlace(int layers) throws IOException {
    String page = write(SyntheticRun.of(layers, ""), "layers-" + layers + ".html");

    assertThat(all(page, "<h2>([^<]*)</h2>"))
        .containsExactly(
            "Networks side by side",
            "Channels per layer",
            "Where the clocks go",
            "Where the energy goes",
            "Roofline",
            "What widths can change",
            "Hardware: test-8x48-w2a2",
            "All layer numbers",
            "Search",
            "Codes in use",
            "Use the network",
            "Checks",
            "This run");
    List<String> places = all(page, "data-chart=\"(\\w+)\"");
    assertThat(places)
        .containsExactly(
            "channels",
            "latencyTotals",
            "latencyByLayer",
            "latencyShares",
            "energyTotals",
            "energyByLayer",
            "roofline",
            "costs",
            "accuracies");
    String drawn = all(page, "const CHARTS = \\{([^}]*)}").get(0);
    assertThat(List.of(drawn.split(", "))).containsExactlyInAnyOrderElementsOf(places);
  }

  @Test
  void comparesNetworksSideBySide() {
    String page = HtmlReport.body(SyntheticRun.of(6, "")).html();
    List<String> table =
        all(page, "<th class=\"n\">as imported</th>(.*?)</table>").get(0).lines().toList();

    assertThat(table)
        .contains(
            "<td class=\"n\"><span class=\"absent\">not measured</span></td>",
            "<td class=\"n\"><span class=\"absent\">not simulated</span></td>",
            "<td class=\"n\">74.15 %<span class=\"sub\">72.2 % to 76.0 %</span>"
                + "<span class=\"sub\">seed 1: 73.75 %, seed 2: 74.55 %</span>"
                + "<span class=\"sub\">2,000 test images, libtorch</span></td>",
            "<td class=\"n\">40,813,184</td>",
            "<td class=\"n\">272,282</td>");
    assertThat(page)
        .contains("<th>2-bit adapted against 2-bit original</th>")
        .contains("+1.45 ± 2.69 points", "the test set cannot tell them apart", "−4.44 %");
    assertThat(page).contains("<td>12 of 10,000 differ</td>", "<span class=\"bad\">failed</span>");
  }

  /** Above three bits levels are not listed; what is in float has no share. */
  @Test
  void showsCodesInUseAndHowTheLearningRateWasChosen() {
    String page = HtmlReport.body(SyntheticRun.of(6, "")).html();

    assertThat(page)
        .contains(
            "2-bit original, seed 1: 12.25 % on the test images before the first step. At the")
        .contains("<td>-3: 1.0, -1: 49.0, 1: 48.0, 3: 2.0 → -3: 1.0, -1: 49.0")
        .contains("97.0 → 97.0", "70.0 → 70.0", "6.3 → 6.3", "50.0 → 50.0")
        .contains("learning rate 0.03 by the probe, of 0.015 (cross-entropy 1.2500), 0.03")
        .contains("0.06 (diverged), 60 steps each, on 500 held-out images</td>");
  }

  @Test
  void isWellFormedAndAsksForNothingElse() throws IOException {
    String page = HtmlReport.page(SyntheticRun.of(6, ""));
    String markup = page.replaceAll("(?s)<(script|style)\\b[^>]*>.*?</\\1>", "");

    Deque<String> open = new ArrayDeque<>();
    for (MatchResult tag : TAG.matcher(markup).results().toList()) {
      if (VOID_TAGS.contains(tag.group(1))) {
        continue;
      }
      if (tag.group().startsWith("</")) {
        assertThat(open.pop()).isEqualTo(tag.group(1));
      } else {
        open.push(tag.group(1));
      }
    }
    assertThat(open).isEmpty();
    assertThat(markup).doesNotContain(" src=", " href=", "{{");
    assertThat(page).contains("default-src 'none'");
    assertThat(page.length()).isGreaterThan(1_000_000); // the chart library is inside
  }

  @Test
  void saysWhenThereIsNothingToShow() throws IOException {
    String page = write(Sparse.of(SyntheticRun.of(6, "")), "sparse.html");

    assertThat(page)
        .contains(
            "No budget was active.",
            "No two networks trained alike: no gain is stated.",
            "No cost was followed",
            "Accuracy per epoch: not measured.",
            "The search expanded no layer",
            "nothing was checked")
        .doesNotContain("data-chart=\"costs\"", "data-chart=\"accuracies\"", ">NaN", ">null<");
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "</script><img src=x onerror=alert(1)>",
        "<!--<script>",
        "\"'><b>&amp;",
        "{{data}}{{echarts}}",
        "$1\\u003c\u2028"
      })
  void hostileNamesStayText(String name) throws IOException {
    RunResults run = SyntheticRun.of(3, name);
    String plain = HtmlReport.page(SyntheticRun.of(3, ""));
    String page = write(run, "hostile-" + Math.abs(name.hashCode() % 97) + ".html");

    for (String tag : List.of("<script", "</script", "<img", "<b>", "<!--", "<td", "<section")) {
      assertThat(count(page, tag)).as(tag).isEqualTo(count(plain, tag));
    }
    String data = all(page, "(?s)id=\"results\">(.*?)</script>").get(0);
    assertThat(new ObjectMapper().readTree(data))
        .isEqualTo(new ObjectMapper().readTree(ResultsFile.toJson(run)));
    assertThat(page).contains("<h1>" + Html.text(name).html() + "resnet20.onnx on ");
  }

  @Test
  void replacesAnOlderReport() throws IOException {
    String first = write(SyntheticRun.of(3, "a"), "replaced.html");
    String second = write(SyntheticRun.of(3, "b"), "replaced.html");

    assertThat(second).isNotEqualTo(first).contains("<title>bresnet20.onnx");
  }

  private static String write(RunResults run, String name) throws IOException {
    Path file = EXAMPLES.resolve(name);
    HtmlReport.write(run, file);
    return Files.readString(file);
  }

  private static List<String> all(String page, String pattern) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(page)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static int count(String page, String part) {
    return page.split(Pattern.quote(part), -1).length;
  }
}
