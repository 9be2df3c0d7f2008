package dev.twobit.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pages as a browser draws them, each at a window's width and at a telephone's. Starting a browser
 * takes longer than drawing: one start draws all, in frames of these widths on one page, which
 * keeps what each frame has become.
 */
final class DrawnPages {
  static final int NARROW = 500;
  static final int WIDE = 1400;

  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final int PATIENCE_SECONDS = 300;

  /** Of a page in its frame, when charts are drawn: sends widths, of page and frame, and itself. */
  private static final String SEND =
      """
      <script>addEventListener("load", () => setTimeout(() => {
        const page = document.documentElement;
        const sent = page.cloneNode(true);
        for (const script of sent.querySelectorAll("script")) {
          if (script.textContent.length > 100000) script.remove(); // the charts' library
        }
        parent.postMessage([page.scrollWidth, page.clientWidth, sent.outerHTML], "*");
      }, 2000));</script>
      """;

  /** Frames lie over each other: what is outside of the window might not be drawn. */
  private static final String KEEP =
      """
      <script>addEventListener("message", message => {
        for (const frame of document.querySelectorAll("iframe")) {
          if (frame.contentWindow === message.source) {
            const [page, window, dom] = message.data;
            const kept = document.createElement("pre");
            kept.textContent = [frame.dataset.name, frame.width, page, window, dom].join(" ");
            document.body.append(kept);
          }
        }
      });</script>
      <style>iframe { position: absolute; left: 0; top: 0; border: 0 }</style>
      """;

  private static final Pattern KEPT =
      Pattern.compile("<pre>(\\S+) (\\d+) (\\d+) (\\d+) (.*?)</pre>", Pattern.DOTALL);

  /**
   * @param width of all that is in it, pixels; {@code window} of the window
   * @param complaints what the console has of it, at any width
   */
  record Page(String dom, int width, int window, List<String> complaints) {}

  private final Path folder;
  private final List<String> names = new ArrayList<>();

  DrawnPages(Path folder) {
    this.folder = folder;
  }

  /** Takes the page that was written to {@code report.html}, with a script that is run at last. */
  void take(String name, String script) throws IOException {
    Path report = folder.resolve("report.html");
    Files.writeString(
        folder.resolve(name + ".html"),
        Files.readString(report) + "<script>" + script + "</script>" + SEND);
    Files.delete(report);
    names.add(name);
  }

  /** By name, then by width; a test is skipped where no browser is installed. */
  Map<String, Map<Integer, Page>> draw() throws IOException, InterruptedException {
    StringBuilder frames = new StringBuilder("<!DOCTYPE html><body>").append(KEEP);
    for (String name : names) {
      for (int width : new int[] {NARROW, WIDE}) {
        frames.append(
            "<iframe data-name=\"%s\" width=\"%d\" height=\"1000\" src=\"%s.html\"></iframe>"
                .formatted(name, width, name));
      }
    }
    Path all = Files.writeString(folder.resolve("all.html"), frames);
    Path log = folder.resolve("log.txt");
    String dom = dumped(all, log);
    Map<String, Map<Integer, Page>> pages = new TreeMap<>();
    Matcher kept = KEPT.matcher(dom);
    while (kept.find()) {
      List<String> complaints;
      String file = "/" + kept.group(1) + ".html";
      try (Stream<String> lines = Files.lines(log)) {
        complaints = lines.filter(line -> line.contains("CONSOLE") && line.contains(file)).toList();
      }
      pages
          .computeIfAbsent(kept.group(1), name -> new TreeMap<>())
          .put(
              Integer.valueOf(kept.group(2)),
              new Page(
                  text(kept.group(5)),
                  Integer.parseInt(kept.group(3)),
                  Integer.parseInt(kept.group(4)),
                  complaints));
    }
    return pages;
  }

  private static String text(String escaped) {
    return escaped
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u00a0")
        .replace("&amp;", "&");
  }

  private String dumped(Path page, Path log) throws IOException, InterruptedException {
    Optional<Path> browser = browser();
    assumeTrue(browser.isPresent(), "a browser on the PATH");
    Path dom = folder.resolve("dom.html");
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
                "--window-size=" + WIDE + ",1000",
                "--virtual-time-budget=5000",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    assumeTrue(ended && process.exitValue() == 0, "a browser that works");
    return Files.readString(dom);
  }

  private static Optional<Path> browser() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(folder -> BROWSERS.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
