package dev.twobit.report;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings; columns whose heading starts with {@code #} hold numbers. */
final class Table {
  /** Letters of a text that is to have room for itself on a narrow page. */
  private static final int SENTENCE = 80;

  private final List<String> headings;
  private final List<List<Html>> rows = new ArrayList<>();

  Table(String... headings) {
    this(List.of(headings));
  }

  Table(List<String> headings) {
    this.headings = List.copyOf(headings);
  }

  Table row(String... cells) {
    return row(List.of(cells).stream().map(Html::text).toList());
  }

  Table row(List<Html> cells) {
    if (cells.size() != headings.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells under " + headings.size() + " headings");
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  Html html() {
    return html("scroll");
  }

  /** Small type on one line a row, for many columns. */
  Html dense() {
    return html("scroll dense");
  }

  private Html html(String style) {
    List<Html> head = new ArrayList<>();
    for (int i = 0; i < headings.size(); i++) {
      String heading = headings.get(i);
      head.add(
          Html.element(
              "th", alignment(i), heading.startsWith("#") ? heading.substring(1) : heading));
    }
    List<Html> body = rows.stream().map(this::line).toList();
    return Html.element(
        "div",
        style,
        Html.element(
            "table",
            "",
            Html.element("thead", "", Html.element("tr", "", Html.join(head))),
            Html.element("tbody", "", Html.join(body))));
  }

  private Html line(List<Html> cells) {
    List<Html> line = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Html cell = cells.get(i);
      boolean sentence = alignment(i).isEmpty() && cell.html().length() > SENTENCE;
      line.add(Html.element("td", sentence ? "long" : alignment(i), cell));
    }
    return Html.element("tr", "", Html.join(line));
  }

  private String alignment(int column) {
    return headings.get(column).startsWith("#") ? "n" : "";
  }
}
