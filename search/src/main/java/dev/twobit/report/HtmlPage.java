package dev.twobit.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One HTML file that opens without network: tables are in the text, charts are drawn by ECharts,
 * which is inlined, from the results, which are inlined too.
 */
final class HtmlPage {
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  private HtmlPage() {}

  /**
   * The page's text.
   *
   * @param title text, not markup
   * @param json what charts are drawn from
   * @param scripts resources with the page's charts, behind theme.js; one of them lists them as
   *     {@code CHARTS}, which render.js draws
   */
  static String of(String title, Html body, String json, String... scripts) throws IOException {
    return reloading(0, title, body, json, scripts);
  }

  /**
   * The same, which the browser loads again and again.
   *
   * @param seconds after which it does; 0: it stays
   */
  static String reloading(int seconds, String title, Html body, String json, String... scripts)
      throws IOException {
    StringBuilder script = new StringBuilder(resource("theme.js"));
    for (String name : scripts) {
      script.append(resource(name));
    }
    script.append(resource("render.js"));
    Map<String, String> parts =
        Map.of(
            "reload",
            seconds == 0 ? "" : "<meta http-equiv=\"refresh\" content=\"" + seconds + "\">",
            "title",
            Html.text(title).html(),
            "style",
            resource("report.css"),
            "body",
            body.html(),
            "data",
            inlineJson(json),
            "echarts",
            inlineScript(resource(ECHARTS)),
            "script",
            inlineScript(script.toString()));
    return fill(resource("report.html"), parts);
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
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
