package dev.twobit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.report.DrawnPages.Page;
import dev.twobit.results.Accuracy;
import dev.twobit.results.FinishedRun;
import dev.twobit.results.SyntheticCurve;
import dev.twobit.results.SyntheticRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Charts as a browser draws them; skipped where none is installed. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportInBrowserTest {
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>";

  /** Of the page: width and the window's; of the box: left, right, what is in it, its bar. */
  private static final String MEASURE =
      """
      addEventListener("load", () => {
        const page = document.documentElement;
        const box = document.querySelector(".scroll");
        const place = box.getBoundingClientRect();
        document.body.dataset.layout = [page.scrollWidth, page.clientWidth, place.left, place.right,
          box.scrollWidth, box.offsetHeight - box.clientHeight].join(" ");
      });
      """;

  private static final String NUMBER = "(-?[0-9.]+)";
  private static final Pattern LAYOUT =
      Pattern.compile("data-layout=\"" + String.join(" ", Collections.nCopies(6, NUMBER)) + "\"");

  private final Map<String, Map<Integer, Page>> pages = new TreeMap<>();

  @BeforeAll
  void draw(@TempDir Path folder) throws IOException, InterruptedException {
    Path report = folder.resolve("report.html");
    DrawnPages drawn = new DrawnPages(folder);
    write(SyntheticRun.of(18, ""), report, "run", drawn);
    write(Sparse.of(SyntheticRun.of(3, HOSTILE)), report, "sparse", drawn);
    write(SyntheticCurve.of(HOSTILE), report, "curve", drawn);
    SimulationWriter.write(SmallRuns.simulation(), folder);
    drawn.take("simulation", "");
    SweepWriter.write(SmallRuns.sweep(), folder);
    drawn.take("sweep", "");
    StudyWriter.write(SmallRuns.study(), folder);
    drawn.take("study", "");
    StudyWriter.write(SmallRuns.wideStudy(), folder);
    drawn.take("wide", MEASURE);
    ProgressReport.write(SmallRuns.running("<b>"), report);
    drawn.take("live", "");
    CompareReport.write(List.of(SmallRuns.running("<b>"), SmallRuns.finished()), report);
    drawn.take("compared", "");
    CompareReport.write(List.of(SmallRuns.finished()), report);
    drawn.take("sorted", "document.querySelectorAll('thead th')[2].click();");
    pages.putAll(drawn.draw());
  }

  private static void write(FinishedRun run, Path report, String name, DrawnPages drawn)
      throws IOException {
    HtmlReport.write(run, report);
    drawn.take(name, "");
  }

  private Page page(String name) {
    return page(name, DrawnPages.WIDE);
  }

  private Page page(String name, int width) {
    return Objects.requireNonNull(
        pages.getOrDefault(name, Map.of()).get(width), () -> name + " was not drawn at " + width);
  }

  /** At a window's width and at a telephone's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "sparse",
        "curve",
        "simulation",
        "sweep",
        "study",
        "wide",
        "live",
        "compared",
        "sorted"
      })
  void isDrawnWithoutComplaintAndNoWiderThanItsWindow(String name) {
    for (int width : new int[] {DrawnPages.NARROW, DrawnPages.WIDE}) {
      Page page = page(name, width);
      assertThat(page.complaints()).as("at %d", width).isEmpty();
      assertThat(page.window()).isBetween(width - 20, width);
      assertThat(page.width()).as("at %d", width).isLessThanOrEqualTo(page.window());
    }
  }

  @Test
  void drawsEveryChart() {
    Page page = page("run");

    assertThat(count(page.dom(), "data-chart=")).isEqualTo(9);
    assertThat(count(page.dom(), "<svg")).isEqualTo(9);
    assertThat(page.dom())
        .contains(">budget band</text>", ">+1</text>", ">layer1.0.conv2</text>")
        .contains(">2x2 bits: 384 MAC/cycle</text>", ">8x8 bits: 24 MAC/cycle</text>");
  }

  @Test
  void drawsWhatASparseRunHasAndHostileNamesAsText() {
    Page page = page("sparse");

    assertThat(count(page.dom(), "<svg")).isEqualTo(7);
    assertThat(page.dom().replaceAll("\"[^\"]*\"", "")).doesNotContain("<img src=x");
    assertThat(page.dom()).contains("<h1>&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;");
  }

  @Test
  void drawsASimulationAndADesignSpace() {
    Page simulation = page("simulation");
    Page sweep = page("sweep");

    assertThat(count(simulation.dom(), "<svg")).isEqualTo(4);
    assertThat(simulation.dom()).contains("bits: 64 MAC/cycle</text>", "-bound: ");
    assertThat(count(sweep.dom(), "<svg")).isEqualTo(3);
    assertThat(sweep.dom()).contains(">area, mm²</text>", "Where more MACs are slower");
  }

  @Test
  void drawsAStudy() {
    Page study = page("study");

    assertThat(count(study.dom(), "<svg")).isEqualTo(2);
    assertThat(study.dom()).contains(">published</text>");
  }

  /** What is wider than the window scrolls in a box of its own, whose bar takes room. */
  @ParameterizedTest
  @ValueSource(ints = {DrawnPages.WIDE, DrawnPages.NARROW})
  void wideTablesScrollInTheirOwnBox(int width) {
    Matcher layout = LAYOUT.matcher(page("wide", width).dom());
    assertThat(layout.find()).isTrue();
    assertThat(number(layout, 1)).as("the page itself").isLessThanOrEqualTo(number(layout, 2));
    assertThat(number(layout, 3)).as("the box").isNotNegative();
    assertThat(number(layout, 4)).isLessThanOrEqualTo(number(layout, 2));
    assertThat(number(layout, 4) - number(layout, 3)).isGreaterThan(0.85 * number(layout, 2));
    assertThat(number(layout, 5)).as("what is in it").isGreaterThan(number(layout, 4));
    assertThat(number(layout, 6)).as("its bar").isPositive();
  }

  private static double number(Matcher layout, int group) {
    return Double.parseDouble(layout.group(group));
  }

  @Test
  void drawsACurve() {
    Page curve = page("curve");

    assertThat(count(curve.dom(), "<svg")).isEqualTo(2);
    assertThat(curve.dom())
        .contains(
            ">simulated latency, ms</text>", ">uniform scaling</text>", ">latency 1.0x</text>");
    assertThat(curve.dom().replaceAll("\"[^\"]*\"", "")).doesNotContain("<img src=x");
  }

  /** A run as it goes, on a page that loads itself again, and several side by side. */
  @Test
  void drawsRunsAsTheyAre() {
    Page live = page("live");
    Page compared = page("compared");

    assertThat(count(live.dom(), "<svg")).isEqualTo(1);
    assertThat(live.dom()).contains("http-equiv=\"refresh\"", ">epoch of the phase</text>");
    assertThat(live.dom()).contains("<h1>&lt;b&gt;: running");
    assertThat(count(compared.dom(), "<svg")).isEqualTo(1);
    assertThat(compared.dom())
        .doesNotContain("http-equiv=\"refresh\"")
        .contains(">simulated latency, ms</text>");
  }

  /** By the click of a heading: the first column of figures, upwards. */
  @Test
  void aHeadingSortsItsTable() {
    String dom = page("sorted").dom();

    assertThat(dom).contains("aria-sort=\"ascending\"");
    String rows = dom.substring(dom.indexOf("<tbody>"), dom.indexOf("</tbody>"));
    List<Double> shown =
        Pattern.compile("<td class=\"n\">([0-9.]+) %<span")
            .matcher(rows)
            .results()
            .map(m -> Double.parseDouble(m.group(1)))
            .toList();
    assertThat(shown).hasSizeGreaterThan(1);
    List<Double> deployed =
        SmallRuns.finished().networks().stream()
            .flatMap(n -> n.accuracies().stream())
            .filter(a -> a.form() == Accuracy.Form.AS_DEPLOYED)
            .map(a -> Math.round(100 * a.top1Percent()) / 100.0)
            .sorted()
            .toList();
    assertThat(shown).containsSubsequence(deployed);
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }
}
