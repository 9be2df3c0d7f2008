package dev.twobit.report;

import dev.twobit.experiment.results.ResultsFile;
import dev.twobit.experiment.results.RunResults;
import dev.twobit.io.AtomicFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One HTML file that opens without network: tables are in the text, charts are drawn by ECharts,
 * which is inlined, from the results, which are inlined too.
 */
public final class HtmlReport {
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  private HtmlReport() {}

  /** Replaces the file in one move. */
  public static void write(RunResults results, Path file) throws IOException {
    AtomicFile.writeText(file, page(results));
  }

  static String page(RunResults results) throws IOException {
    Map<String, String> parts =
        Map.of(
            "title",
            Html.text(results.request().model() + " on " + results.hardware().name()).html(),
            "style",
            resource("report.css"),
            "body",
            body(results).html(),
            "data",
            inlineJson(ResultsFile.toJson(results)),
            "echarts",
            inlineScript(resource(ECHARTS)),
            "script",
            inlineScript(
                resource("theme.js")
                    + resource("charts.js")
                    + resource("trajectory.js")
                    + resource("render.js")));
    return fill(resource("report.html"), parts);
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

  /** One pass: what was put in is not looked at again. */
  private static String fill(String template, Map<String, String> parts) {
    return PLACE
        .matcher(template)
        .replaceAll((MatchResult place) -> Matcher.quoteReplacement(part(parts, place.group(1))));
  }

  private static String part(Map<String, String> parts, String name) {
    String text = parts.get(name);
    if (text == null) {
      throw new IllegalStateException("the template has a place that nothing fills: " + name);
    }
    return text;
  }

  /** JSON stays the same with these escaped, and can no longer end the element it stands in. */
  private static String inlineJson(String json) {
    return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
  }

  /** Both sequences occur in strings only, where the added backslash means nothing. */
  private static String inlineScript(String script) {
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
