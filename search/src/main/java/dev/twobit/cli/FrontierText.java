package dev.twobit.cli;

import dev.twobit.results.FrontierResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Networks that use a budget up, as people read it. */
final class FrontierText {
  private FrontierText() {}

  static String of(FrontierResult frontier, List<Path> files) {
    StringBuilder text = new StringBuilder();
    frontier.summary().forEach(line -> text.append(Text.printable(line)).append('\n'));
    text.append('\n').append(units(frontier)).append('\n');
    text.append(most("most MACs", frontier.mostMacs()));
    text.append(most("most PARAMs", frontier.mostParams()));
    return text + Text.written(files);
  }

  /** The cheapest to widen first. */
  private static String units(FrontierResult frontier) {
    TextTable table =
        new TextTable()
            .text("unit")
            .number("width")
            .number("narrower")
            .number("saves %")
            .number("wider")
            .number("costs %")
            .number("MACs x PARAMs +%");
    for (FrontierResult.Unit u : frontier.units()) {
      table.row(
          u.unit(),
          u.width(),
          u.narrower() < u.width() ? u.narrower() : "",
          u.narrower() < u.width() ? TextTable.decimals(100 * u.saving(), 1) : "",
          u.wider() > u.width() ? u.wider() : "",
          u.wider() > u.width() ? TextTable.decimals(100 * u.cost(), 1) : "",
          u.wider() > u.width() ? TextTable.decimals(100 * u.capacity(), 0) : "");
    }
    return table.render();
  }

  private static String most(String name, FrontierResult.Point p) {
    return String.format(
        Locale.ROOT,
        "%-12s MACs %.2fx, PARAMs %.2fx at %.3fx latency, %.3fx back to back: %s%n",
        name,
        p.macs(),
        p.params(),
        p.latency(),
        p.whole(),
        p.widths().values().stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }
}
