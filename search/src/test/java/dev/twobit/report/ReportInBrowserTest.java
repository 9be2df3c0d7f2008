package dev.twobit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.twobit.results.Accuracy;
import dev.twobit.results.FinishedRun;
import dev.twobit.results.SyntheticCurve;
import dev.twobit.results.SyntheticRun;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Charts as a browser draws them; skipped where none is installed. */
@Tag("slow")
class ReportInBrowserTest {
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final int PATIENCE_SECONDS = 60;

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

  private static final int NARROW = 500;
  private static final int WIDE = 1400;

  /** Of the page and of the window. */
  private static final String PAGE_WIDTH =
      """
      addEventListener("load", () => {
        const page = document.documentElement;
        document.body.dataset.widths = [page.scrollWidth, page.clientWidth].join(" ");
      });
      """;

  private static final String NUMBER = "(-?[0-9.]+)";
  private static final Pattern LAYOUT =
      Pattern.compile("data-layout=\"" + String.join(" ", Collections.nCopies(6, NUMBER)) + "\"");

  private static final Pattern WIDTHS =
      Pattern.compile("data-widths=\"" + NUMBER + " " + NUMBER + "\"");

  @TempDir Path folder;

  @Test
  void drawsEveryChartWithoutComplaint() throws IOException, InterruptedException {
    Page page = open(SyntheticRun.of(18, ""));

    assertThat(page.complaints()).isEmpty();
    assertThat(count(page.dom(), "data-chart=")).isEqualTo(9);
    assertThat(count(page.dom(), "<svg")).isEqualTo(9);
    assertThat(page.dom())
        .contains(">budget band</text>", ">+1</text>", ">layer1.0.conv2</text>")
        .contains(">2x2 bits: 384 MAC/cycle</text>", ">8x8 bits: 24 MAC/cycle</text>");
  }

  @Test
  void drawsWhatASparseRunHasAndHostileNamesAsText() throws IOException, InterruptedException {
    Page page = open(Sparse.of(SyntheticRun.of(3, "</script><img src=x onerror=alert(1)>")));

    assertThat(page.complaints()).isEmpty();
    assertThat(count(page.dom(), "<svg")).isEqualTo(7);
    assertThat(page.dom().replaceAll("\"[^\"]*\"", "")).doesNotContain("<img src=x");
    assertThat(page.dom()).contains("<h1>&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;");
  }

  @Test
  void drawsASimulationAndADesignSpace() throws IOException, InterruptedException {
    SimulationWriter.write(SmallRuns.simulation(), folder);
    Page simulation = open(folder.resolve("report.html"));
    SweepWriter.write(SmallRuns.sweep(), folder);
    Page sweep = open(folder.resolve("report.html"));

    assertThat(simulation.complaints()).isEmpty();
    assertThat(count(simulation.dom(), "<svg")).isEqualTo(4);
    assertThat(simulation.dom()).contains("bits: 64 MAC/cycle</text>", "-bound: ");
    assertThat(sweep.complaints()).isEmpty();
    assertThat(count(sweep.dom(), "<svg")).isEqualTo(3);
    assertThat(sweep.dom()).contains(">area, mm²</text>", "Where more MACs are slower");
  }

  @Test
  void drawsAStudy() throws IOException, InterruptedException {
    StudyWriter.write(SmallRuns.study(), folder);
    Page study = open(folder.resolve("report.html"));

    assertThat(study.complaints()).isEmpty();
    assertThat(count(study.dom(), "<svg")).isEqualTo(2);
    assertThat(study.dom()).contains(">published</text>");
  }

  /** What is wider than the window scrolls in a box of its own, whose bar takes room. */
  @ParameterizedTest
  @ValueSource(ints = {WIDE, NARROW})
  void wideTablesScrollInTheirOwnBox(int width) throws IOException, InterruptedException {
    StudyWriter.write(SmallRuns.wideStudy(), folder);
    Path report = folder.resolve("report.html");
    String measured = Files.readString(report) + "<script>" + MEASURE + "</script>";
    Files.writeString(report, measured);
    Page page = open(report, width);

    assertThat(page.complaints()).isEmpty();
    Matcher layout = LAYOUT.matcher(page.dom());
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
  void drawsACurve() throws IOException, InterruptedException {
    Page curve = open(SyntheticCurve.of("</script><img src=x onerror=alert(1)>"));

    assertThat(curve.complaints()).isEmpty();
    assertThat(count(curve.dom(), "<svg")).isEqualTo(2);
    assertThat(curve.dom())
        .contains(
            ">simulated latency, ms</text>", ">uniform scaling</text>", ">latency 1.0x</text>");
    assertThat(curve.dom().replaceAll("\"[^\"]*\"", "")).doesNotContain("<img src=x");
  }

  /** A run as it goes, on a page that loads itself again, and several side by side. */
  @Test
  void drawsRunsAsTheyAre() throws IOException, InterruptedException {
    Path report = folder.resolve("report.html");
    ProgressReport.write(SmallRuns.running("<b>"), report);
    Page live = open(report);
    CompareReport.write(List.of(SmallRuns.running("<b>"), SmallRuns.finished()), report);
    Page compared = open(report);

    assertThat(live.complaints()).isEmpty();
    assertThat(count(live.dom(), "<svg")).isEqualTo(1);
    assertThat(live.dom()).contains("http-equiv=\"refresh\"", ">epoch of the phase</text>");
    assertThat(live.dom()).contains("<h1>&lt;b&gt;: running");
    assertThat(compared.complaints()).isEmpty();
    assertThat(count(compared.dom(), "<svg")).isEqualTo(1);
    assertThat(compared.dom())
        .doesNotContain("http-equiv=\"refresh\"")
        .contains(">simulated latency, ms</text>");
  }

  /** By the click of a heading: the first column of figures, upwards. */
  @Test
  void aHeadingSortsItsTable() throws IOException, InterruptedException {
    Path report = folder.resolve("report.html");
    CompareReport.write(List.of(SmallRuns.finished()), report);
    Files.writeString(
        report,
        Files.readString(report)
            + "<script>document.querySelectorAll('thead th')[2].click();</script>");
    String dom = open(report).dom();

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

  private record Page(String dom, List<String> complaints) {}

  private Page open(FinishedRun run) throws IOException, InterruptedException {
    Path report = folder.resolve("report.html");
    HtmlReport.write(run, report);
    return open(report);
  }

  /** At a window's width and at a telephone's: nothing is wider than either. */
  private Page open(Path report) throws IOException, InterruptedException {
    String page = Files.readString(report);
    Files.writeString(report, page + "<script>" + PAGE_WIDTH + "</script>");
    for (int width : List.of(NARROW, WIDE)) {
      Page opened = open(report, width);
      Matcher widths = WIDTHS.matcher(opened.dom());
      assertThat(widths.find()).isTrue();
      assertThat(number(widths, 1)).as("at %d", width).isLessThanOrEqualTo(number(widths, 2));
      assertThat(opened.complaints()).as("at %d", width).isEmpty();
      if (width == WIDE) {
        return opened;
      }
    }
    throw new IllegalStateException("no width");
  }

  private Page open(Path report, int width) throws IOException, InterruptedException {
    Optional<Path> browser = browser();
    assumeTrue(browser.isPresent(), "a browser on the PATH");
    Path dom = folder.resolve("dom.html");
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(
                browser.orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--enable-logging=stderr",
                "--window-size=" + width + ",1000",
                "--virtual-time-budget=5000",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                report.toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assumeTrue(ended && process.exitValue() == 0, "a browser that works");
    try (Stream<String> lines = Files.lines(log)) {
      return new Page(
          Files.readString(dom), lines.filter(line -> line.contains("CONSOLE")).toList());
    }
  }

  private static Optional<Path> browser() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(folder -> BROWSERS.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }
}
