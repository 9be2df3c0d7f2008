package dev.twobit.report;

import dev.twobit.results.Accuracy;
import dev.twobit.results.Gain;
import dev.twobit.results.LayerResult;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.NetworkRow;
import dev.twobit.results.NetworkRow.SimulatedCost;
import dev.twobit.results.RunResults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The networks side by side, and differences between those trained alike. */
final class ComparisonSection {
  private ComparisonSection() {}

  static Html of(RunResults run, EnergyUnit unit) {
    return Html.section(
        "Networks side by side",
        networks(run.networks(), unit),
        Html.element(
            "p",
            "soft",
            "As deployed: layers with weights at "
                + widths(run)
                + " bits (weights x activations), a residual path at "
                + run.request().arithmetic().residualBits()
                + " bits unless a network says otherwise, as exported and simulated. Ranges and ±"
                + " are 95 % intervals for the size of the test set. MACs, which the paper calls"
                + " FLOPs, are those of convolutions and fully connected layers."
                + link(run)),
        Html.element("h3", "", "Differences between networks trained alike"),
        gains(run, unit));
  }

  /** Those that layers of either network have. */
  private static String widths(RunResults run) {
    return Stream.of(run.original(), run.adapted())
        .flatMap(simulated -> simulated.layers().stream())
        .filter(layer -> layer.macs() > 0)
        .map(LayerResult::precision)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String link(RunResults run) {
    return run.hardware().behindLink()
        ? " Latency and frames per second are the accelerator's own: its host link is in neither."
        : "";
  }

  private static Html networks(List<NetworkRow> rows, EnergyUnit unit) {
    List<String> headings = new ArrayList<>(List.of(""));
    rows.forEach(row -> headings.add("#" + row.label()));
    Table table = new Table(headings);
    line(table, "training", rows, row -> Html.sub(row.training()));
    line(table, "accuracy as trained", rows, row -> accuracy(row, Accuracy.Form.AS_TRAINED));
    line(table, "accuracy as deployed", rows, row -> accuracy(row, Accuracy.Form.AS_DEPLOYED));
    line(
        table,
        "latency",
        rows,
        row ->
            simulated(
                row,
                c ->
                    Html.join(
                        Html.text(Format.milliseconds(c.latencyMilliseconds())),
                        Html.sub(Format.count(c.latencyCycles()) + " cycles"))));
    line(
        table,
        "energy of an inference",
        rows,
        row -> simulated(row, c -> Html.text(unit.figureMillijoules(c.energyMillijoules()))));
    line(
        table,
        "frames per second",
        rows,
        row -> simulated(row, c -> Html.text(Format.figure(c.framesPerSecond()))));
    line(table, "MACs", rows, row -> Html.text(Format.count(row.flops())));
    line(table, "PARAMs", rows, row -> Html.text(Format.count(row.params())));
    line(table, "weights, packed", rows, row -> Html.text(Format.bytes(row.packedWeightBytes())));
    return table.html();
  }

  private static void line(
      Table table, String name, List<NetworkRow> rows, Function<NetworkRow, Html> cell) {
    List<Html> cells = new ArrayList<>(List.of(Html.text(name)));
    rows.forEach(row -> cells.add(cell.apply(row)));
    table.row(cells);
  }

  private static Html simulated(NetworkRow row, Function<SimulatedCost, Html> cell) {
    return row.simulated().map(cell).orElseGet(() -> Html.absent("not simulated"));
  }

  private static Html accuracy(NetworkRow row, Accuracy.Form form) {
    return row.accuracy(form)
        .map(ComparisonSection::accuracy)
        .orElseGet(() -> Html.absent("not measured"));
  }

  private static Html accuracy(Accuracy accuracy) {
    String seeds =
        accuracy.seeds().isEmpty()
            ? "weights as in the file"
            : accuracy.seeds().stream()
                .map(s -> "seed " + s.seed() + ": " + Format.percent(s.top1Percent()))
                .collect(Collectors.joining(", "));
    return Html.join(
        Html.text(Format.percent(accuracy.top1Percent())),
        Html.sub(
            Format.oneDecimalPercent(accuracy.lower95Percent())
                + " to "
                + Format.oneDecimalPercent(accuracy.upper95Percent())),
        Html.sub(seeds),
        Html.sub(Format.count(accuracy.testImages()) + " test images, " + accuracy.evaluatedBy()));
  }

  private static Html gains(RunResults run, EnergyUnit unit) {
    if (run.gains().isEmpty()) {
      return Html.element("p", "absent", "None: fewer than two networks were trained alike.");
    }
    Map<String, List<Gain>> pairs =
        run.gains().stream()
            .collect(
                Collectors.groupingBy(
                    gain -> label(run, gain.to()) + " against " + label(run, gain.from()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return Html.join(
        pairs.entrySet().stream()
            .map(pair -> gains(pair.getKey(), pair.getValue(), unit))
            .toList());
  }

  private static Html gains(String title, List<Gain> gains, EnergyUnit unit) {
    Table table = new Table(title, "#before", "#after", "#change", "reading");
    for (Gain gain : gains) {
      table.row(
          gain.metric(),
          Format.inUnit(gain.fromValue(), gain.unit(), unit),
          Format.inUnit(gain.toValue(), gain.unit(), unit),
          Format.change(gain),
          reading(gain));
    }
    return table.html();
  }

  private static String label(RunResults run, NetworkKind kind) {
    return run.network(kind).map(NetworkRow::label).orElse(kind.name());
  }

  private static String reading(Gain gain) {
    if (gain.halfWidth95().isEmpty()) {
      return "";
    }
    return Math.abs(gain.change()) < gain.halfWidth95().getAsDouble()
        ? "the test set cannot tell them apart"
        : "beyond what the test set's size explains";
  }
}
