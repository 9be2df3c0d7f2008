package dev.twobit.report;

import dev.twobit.results.LatencySpread;
import dev.twobit.results.LatencySpread.LayerShare;
import dev.twobit.results.LatencySpread.Point;

/** How much of the latency widths can change at all. */
final class SpreadSection {
  private SpreadSection() {}

  static Html of(LatencySpread spread) {
    Table table = new Table("network", "#clock cycles", "#latency");
    point(table, "narrowest", spread.narrowest());
    point(table, "original", spread.original());
    point(table, "widest", spread.widest());
    Table layers = new Table("dominating layer of the original", "#clock cycles", "#share");
    for (LayerShare layer : spread.dominating()) {
      layers.row(
          layer.layer(),
          Format.count(layer.latencyCycles()),
          Format.oneDecimalPercent(layer.sharePercent()));
    }
    return Html.section(
        "What widths can change",
        Html.element("p", spread.canConstrain() ? "" : "bad", spread.message()),
        Html.element(
            "div",
            "pair",
            table.html(),
            spread.dominating().isEmpty() ? Html.NOTHING : layers.html()));
  }

  private static void point(Table table, String name, Point point) {
    table.row(
        name,
        Format.count(point.latencyCycles()),
        Format.milliseconds(point.latencyMilliseconds()));
  }
}
