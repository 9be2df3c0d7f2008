package dev.twobit.cli;

import dev.twobit.report.EnergyUnit;
import dev.twobit.results.SweepPoint;
import dev.twobit.results.SweepResult;
import dev.twobit.results.SweepResult.Slowdown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A design space as people read it. */
final class SweepText {
  private static final int MOST_WARNINGS = 5;
  private static final int WIDTH = 116;

  private SweepText() {}

  static String of(SweepResult sweep, List<Path> files) {
    return table(sweep) + "\n" + summary(sweep) + warnings(sweep) + Text.written(files);
  }

  private static String table(SweepResult sweep) {
    EnergyUnit unit =
        EnergyUnit.ofMillijoules(
            sweep.points().stream().mapToDouble(SweepPoint::energyMillijoules));
    boolean parts =
        sweep.points().stream()
            .anyMatch(p -> p.latencyMilliseconds() != p.acceleratorMilliseconds());
    boolean models = sweep.points().stream().map(SweepPoint::model).distinct().count() > 1;
    boolean bandwidth = !keys(sweep).contains("GB/s");
    TextTable table = models ? new TextTable().text("model") : new TextTable();
    table.text("hardware");
    keys(sweep).forEach(table::number);
    table.number("MACs").number("latency ms");
    if (parts) {
      table.number("accelerator");
    }
    table.number("energy " + unit.plainSymbol()).number("area mm2");
    if (bandwidth) {
      table.number("GB/s");
    }
    table.number("util. %").text("front");
    for (SweepPoint p : sweep.points()) {
      List<Object> cells = new ArrayList<>(models ? List.of(p.model()) : List.of());
      cells.add(p.hardware());
      p.settings().forEach(setting -> cells.add(setting.value()));
      cells.add(p.macUnits());
      cells.add(TextTable.decimals(p.latencyMilliseconds(), 4));
      if (parts) {
        cells.add(TextTable.decimals(p.acceleratorMilliseconds(), 4));
      }
      cells.add(unit.fixedMillijoules(p.energyMillijoules()));
      cells.add(TextTable.decimals(p.areaSquareMillimetres(), 3));
      if (bandwidth) {
        cells.add(TextTable.decimals(p.memoryGigabytesPerSecond(), 2));
      }
      cells.add(TextTable.decimals(100 * p.macUtilization(), 1));
      cells.add(p.onFront() ? "*" : "");
      table.row(cells.toArray());
    }
    return table.render();
  }

  /** The last word of each swept key or its unit; all of it where two end alike. */
  private static List<String> keys(SweepResult sweep) {
    List<String> keys =
        sweep.points().get(0).settings().stream().map(SweepPoint.Setting::key).toList();
    List<String> last = keys.stream().map(SweepText::heading).toList();
    return last.stream().distinct().count() == last.size() ? last : keys;
  }

  private static String heading(String key) {
    return switch (key) {
      case "memory.bandwidthGigabytesPerSecond" -> "GB/s";
      case "buffer.capacityKibibytes" -> "buffer KiB";
      default -> key.substring(key.lastIndexOf('.') + 1);
    };
  }

  private static String summary(SweepResult sweep) {
    StringBuilder text = new StringBuilder();
    long front = sweep.points().stream().filter(SweepPoint::onFront).count();
    text.append(
        String.format(
            Locale.ROOT,
            "points    %,d, of which %,d (*) are on the Pareto front of latency, energy, area and"
                + " memory bandwidth of their model%n",
            sweep.points().size(),
            front));
    text.append(
        "area      MACs, shift-accumulators, buffer and post-processor, from the hardware files\n");
    sweep.precision().forEach(line -> text.append(labelled("precision", line)));
    sweep.notes().forEach(line -> text.append(labelled("note", line)));
    return text.toString();
  }

  private static String warnings(SweepResult sweep) {
    StringBuilder text = new StringBuilder();
    for (Slowdown s : sweep.slowdowns().stream().limit(MOST_WARNINGS).toList()) {
      text.append(Text.printable("warning   " + warning(sweep, s))).append('\n');
    }
    int more = sweep.slowdowns().size() - MOST_WARNINGS;
    if (more > 0) {
      text.append(
          labelled(
              "warning", more + " more pairs where more MACs are slower: see --json or --out"));
    }
    return text.toString();
  }

  private static String warning(SweepResult sweep, Slowdown s) {
    SweepPoint small = sweep.points().get(s.smaller());
    SweepPoint large = sweep.points().get(s.larger());
    String others =
        s.slowerLayers() > 1
            ? String.format(Locale.ROOT, " (and %,d more layers)", s.slowerLayers() - 1)
            : "";
    return String.format(
        Locale.ROOT,
        "more MACs are slower: %s: layer %s takes %,d clocks on %s, %,d on %s%s%s; %s",
        small.model(),
        s.layer(),
        s.smallerCycles(),
        name(small, large),
        s.largerCycles(),
        name(large, small),
        others,
        common(small, large),
        s.rule());
  }

  /** Name of a point with the settings that the other has not. */
  private static String name(SweepPoint p, SweepPoint other) {
    return p.hardware()
        + list(" with ", p.settings().stream().filter(s -> !other.settings().contains(s)).toList());
  }

  private static String common(SweepPoint p, SweepPoint other) {
    return list(", with ", p.settings().stream().filter(other.settings()::contains).toList());
  }

  private static String list(String before, List<SweepPoint.Setting> settings) {
    return settings.stream()
        .map(SweepPoint.Setting::toString)
        .collect(Collectors.joining(", ", settings.isEmpty() ? "" : before, ""));
  }

  private static String labelled(String label, String text) {
    String indented = Text.wrapped(List.of(Text.printable(text).split(" ")), " ".repeat(10), WIDTH);
    return String.format(Locale.ROOT, "%-10s", label) + indented.substring(10);
  }
}
