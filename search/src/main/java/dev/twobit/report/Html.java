package dev.twobit.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** A piece of HTML; the only way in for text escapes it. */
record Html(String html) {
  static final Html NOTHING = new Html("");

  static Html text(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return new Html(escaped.toString());
  }

  static Html join(Html... parts) {
    return join(Arrays.asList(parts));
  }

  static Html join(Collection<Html> parts) {
    return new Html(parts.stream().map(Html::html).collect(Collectors.joining()));
  }

  /** An element of a fixed tag; {@code style} is its class, empty for none. */
  static Html element(String tag, String style, Html... children) {
    String start = style.isEmpty() ? tag : tag + " class=\"" + text(style).html + '"';
    return new Html("<" + start + ">" + join(children).html + "</" + tag + ">\n");
  }

  static Html element(String tag, String style, String text) {
    return element(tag, style, text(text));
  }

  static Html paragraph(String text) {
    return element("p", "", text);
  }

  static Html section(String title, Html... children) {
    return element("section", "", element("h2", "", title), join(children));
  }

  static Html list(Collection<String> items) {
    return element(
        "ul", "", items.stream().map(item -> element("li", "", item)).toArray(Html[]::new));
  }

  static Html collapsed(String summary, Html content) {
    return element("details", "", element("summary", "", summary), content);
  }

  /** Place for the chart of that name in {@code render.js}. */
  static Html chart(String name, String caption) {
    return chart(name, "", caption);
  }

  /** The same of energies, which the chart shows in the page's unit. */
  static Html chart(String name, EnergyUnit unit, String caption) {
    return chart(
        name,
        " data-unit=\"%s\" data-picojoules=\"%s\"".formatted(unit.symbol(), unit.picojoules()),
        caption);
  }

  private static Html chart(String name, String attributes, String caption) {
    return element(
        "figure",
        "",
        new Html(
            "<div class=\"chart\" role=\"img\" data-chart=\""
                + text(name).html
                + "\""
                + attributes
                + "></div>"),
        element("figcaption", "", caption));
  }

  /** Lines as they stand, for a terminal or an editor. */
  static Html code(String text) {
    return element("pre", "", text);
  }

  static Html absent(String text) {
    return new Html("<span class=\"absent\">" + text(text).html + "</span>");
  }

  /** A second, smaller line within a cell. */
  static Html sub(String text) {
    return new Html("<span class=\"sub\">" + text(text).html + "</span>");
  }
}
