package dev.twobit.report;

import dev.twobit.results.SweepPoint;
import dev.twobit.results.SweepResult;
import dev.twobit.results.SweepResult.Slowdown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A design space as one {@link HtmlPage}. */
final class SweepReport {
  private SweepReport() {}

  static String page(SweepResult sweep, String json) throws IOException {
    return HtmlPage.of(title(sweep), body(sweep), json, "sweeppage.js");
  }

  private static String title(SweepResult sweep) {
    return "Design space: " + Format.count(sweep.points().size()) + " points";
  }

  static Html body(SweepResult sweep) {
    EnergyUnit unit =
        EnergyUnit.ofMillijoules(
            sweep.points().stream().mapToDouble(SweepPoint::energyMillijoules));
    return Html.join(
        Html.element(
            "header",
            "",
            Html.element("h1", "", title(sweep)),
            Html.list(sweep.precision()),
            Html.paragraph(
                "Points on the Pareto front of latency, energy, area and memory bandwidth (of their"
                    + " model) are filled: nothing else is at least as good in all four and better"
                    + " in one. Of bandwidth less is better: no source says what it costs.")),
        Html.section(
            "Latency, energy, area",
            Html.chart("latencyArea", unit, "Latency against area."),
            Html.chart("latencyEnergy", unit, "Latency against energy of an inference."),
            Html.chart("energyArea", unit, "Energy of an inference against area.")),
        Html.section("Pareto front", points(sweep, true, unit)),
        slowdowns(sweep),
        notes(sweep.notes()),
        Html.section(
            "All points", Html.collapsed("Every point, as asked for", points(sweep, false, unit))));
  }

  private static Html points(SweepResult sweep, boolean frontOnly, EnergyUnit unit) {
    List<String> headings = new ArrayList<>(List.of("model", "hardware"));
    SweepWriter.keys(sweep).forEach(key -> headings.add("#" + key));
    headings.addAll(
        List.of(
            "#MACs",
            "#latency",
            "#accelerator",
            "#its cycles",
            "#energy",
            "#area mm²",
            "#GB/s",
            "#utilization",
            "front"));
    Table table = new Table(headings);
    for (SweepPoint p : sweep.points()) {
      if (p.onFront() || !frontOnly) {
        List<String> cells = new ArrayList<>(List.of(p.model(), p.hardware()));
        p.settings().forEach(s -> cells.add(s.value()));
        cells.addAll(
            List.of(
                Format.count(p.macUnits()),
                Format.milliseconds(p.latencyMilliseconds()),
                Format.milliseconds(p.acceleratorMilliseconds()),
                Format.count(p.latencyCycles()),
                unit.figureMillijoules(p.energyMillijoules()),
                Format.figure(p.areaSquareMillimetres()),
                Format.figure(p.memoryGigabytesPerSecond()),
                Format.share(p.macUtilization()),
                p.onFront() ? "front" : ""));
        table.row(cells.stream().map(Html::text).toList());
      }
    }
    return table.dense();
  }

  private static Html slowdowns(SweepResult sweep) {
    if (sweep.slowdowns().isEmpty()) {
      return Html.NOTHING;
    }
    Table table = new Table("smaller array", "larger array", "layer that loses most", "why");
    for (Slowdown s : sweep.slowdowns()) {
      table.row(
          name(sweep.points().get(s.smaller())),
          name(sweep.points().get(s.larger())),
          "%s: %s instead of %s clock cycles%s"
              .formatted(
                  s.layer(),
                  Format.count(s.largerCycles()),
                  Format.count(s.smallerCycles()),
                  s.slowerLayers() > 1
                      ? "; " + (s.slowerLayers() - 1) + " more slower layers"
                      : ""),
          s.rule());
    }
    return Html.section(
        "Where more MACs are slower",
        Html.paragraph(
            "More MACs may cost cycles. Two points of one hardware file differ in the array alone,"
                + " points of two files in whatever else the files differ in."),
        table.html());
  }

  private static String name(SweepPoint p) {
    return p.model()
        + " on "
        + p.hardware()
        + p.settings().stream().map(s -> ", " + s).collect(Collectors.joining());
  }

  private static Html notes(List<String> notes) {
    return Html.section(
        "What the figures are of, and what follows what was set",
        Html.paragraph(
            "Area is MACs, shift-accumulators, buffer and post-processor from the figures of the"
                + " hardware files."),
        notes.isEmpty() ? Html.NOTHING : Html.list(notes));
  }
}
