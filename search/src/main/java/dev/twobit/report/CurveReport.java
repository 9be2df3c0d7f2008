package dev.twobit.report;

import dev.twobit.results.Accuracy;
import dev.twobit.results.BudgetResult;
import dev.twobit.results.CurveNetwork;
import dev.twobit.results.CurvePoint;
import dev.twobit.results.CurveResults;
import dev.twobit.results.Gain;
import dev.twobit.results.LayerWidth;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.NetworkRow;
import dev.twobit.results.NetworkRow.SimulatedCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A search of several budgets: accuracy against latency, found and uniformly scaled. */
final class CurveReport {
  private CurveReport() {}

  static Html body(CurveResults run) {
    EnergyUnit unit = energyUnit(run);
    return Html.join(
        headline(run),
        Html.section(
            "Accuracy against latency",
            Html.chart(
                "testCurve",
                "Deployed integers on the test images, which chose nothing, against simulated"
                    + " latency. Bars are 95 % intervals for the number of images."),
            heldOut(run)),
        Html.section("Networks", networks(run, unit)),
        Html.section("Differences between networks trained alike", gains(run, unit)),
        Html.section("Budgets", budgets(run, unit)),
        Html.section("Channels per layer", channels(run)),
        Html.section("Beside the curve", references(run)),
        SpreadSection.of(run.spread()),
        HardwareSection.of(run.hardware()),
        Html.section("Searches", searches(run)),
        codes(run),
        UsageSection.of(run),
        RunSection.of(run));
  }

  private static Html headline(CurveResults run) {
    return Html.element(
        "header",
        "",
        Html.element("h1", "", HtmlReport.title(run)),
        Html.element("p", "lead", lead(run)),
        Html.list(run.points().stream().map(p -> p.budget() + ": " + p.sentence() + ".").toList()),
        Html.element("p", "soft", HeadlineSection.asked(run)),
        run.notes().isEmpty() ? Html.NOTHING : Html.list(run.notes()));
  }

  /** What came in and what it has at few bits; the budgets follow. */
  private static String lead(CurveResults run) {
    Optional<NetworkRow> imported =
        run.references().stream().filter(row -> row.kind() == NetworkKind.IMPORTED).findFirst();
    NetworkRow original = run.curve().original().row();
    return Headline.cameIn(run.request().inputs().model(), imported)
        + Headline.accuracy(original)
            .map(a -> Headline.quantized(run.request().arithmetic().bits() + " bits", a))
            .orElse("");
  }

  private static Html heldOut(CurveResults run) {
    return run.curve().original().heldOut().isPresent()
        ? Html.chart(
            "heldOutCurve",
            "The same on the held-out images, which no weights saw and by which the search may"
                + " have chosen.")
        : Html.element("p", "absent", "No image was held out: the test images alone are shown.");
  }

  private static EnergyUnit energyUnit(CurveResults run) {
    return EnergyUnit.ofMillijoules(
        rows(run).stream()
            .flatMap(r -> r.network.row().simulated().stream())
            .mapToDouble(SimulatedCost::energyMillijoules));
  }

  /** A network with the budget it is for. */
  private record Row(String budget, CurveNetwork network) {}

  private static List<Row> rows(CurveResults run) {
    List<Row> rows = new ArrayList<>();
    for (CurvePoint point : run.points()) {
      rows.add(new Row(point.budget(), point.found()));
      rows.add(new Row(point.budget(), point.uniform()));
    }
    rows.add(new Row("", run.curve().original()));
    return rows;
  }

  private static Html codes(CurveResults run) {
    List<Html> networks = new ArrayList<>();
    for (Row r : rows(run)) {
      String label = r.network.row().label() + (r.budget.isEmpty() ? "" : ", " + r.budget);
      r.network.codes().ifPresent(use -> networks.add(CodesSection.network(label, use)));
    }
    return CodesSection.of(networks);
  }

  private static Html networks(CurveResults run, EnergyUnit unit) {
    Table table =
        new Table(
            "budget",
            "network",
            "#latency",
            "#energy",
            "#as deployed",
            "#held out",
            "#as trained",
            "#MACs",
            "#PARAMs",
            "#weights, packed");
    for (Row r : rows(run)) {
      NetworkRow row = r.network.row();
      table.row(
          List.of(
              Html.text(r.budget),
              Html.text(row.label()),
              cost(row, c -> Format.milliseconds(c.latencyMilliseconds())),
              cost(row, c -> unit.figureMillijoules(c.energyMillijoules())),
              accuracy(row.accuracy(Accuracy.Form.AS_DEPLOYED)),
              accuracy(r.network.heldOut()),
              accuracy(row.accuracy(Accuracy.Form.AS_TRAINED)),
              Html.text(Format.count(row.flops())),
              Html.text(Format.count(row.params())),
              Html.text(Format.bytes(row.packedWeightBytes()))));
    }
    return Html.join(table.html(), Html.element("p", "soft", explained(run)));
  }

  private static String explained(CurveResults run) {
    CurveNetwork original = run.curve().original();
    String heldOut =
        original
            .heldOut()
            .map(
                a ->
                    " held out: on "
                        + Format.count(a.testImages())
                        + " images that no weights saw;")
            .orElse("");
    return "Trained alike: "
        + original.row().training()
        + ". The uniform scaling is the original with all searched widths times one number, the"
        + " largest within the budget. As deployed: integers of the files, on "
        + Format.count(run.data().testImages())
        + " test images;"
        + heldOut
        + " as trained: on the test images. Ranges are 95 % intervals for the number of images."
        + " MACs are what the paper calls FLOPs.";
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // handed on as it is
  private static Html accuracy(Optional<Accuracy> measured) {
    return measured
        .map(
            a ->
                Html.join(
                    Html.text(Format.percent(a.top1Percent())),
                    Html.sub(
                        String.format(
                            Locale.ROOT,
                            "%.1f to %.1f %%",
                            a.lower95Percent(),
                            a.upper95Percent())),
                    a.seeds().size() > 1
                        ? Html.sub(
                            a.seeds().stream()
                                .map(s -> Format.percent(s.top1Percent()))
                                .collect(Collectors.joining(", ")))
                        : Html.NOTHING))
        .orElseGet(() -> Html.absent("not measured"));
  }

  private static Html cost(NetworkRow row, Function<SimulatedCost, String> cell) {
    return row.simulated().map(cell).map(Html::text).orElseGet(() -> Html.absent("not simulated"));
  }

  private static Html gains(CurveResults run, EnergyUnit unit) {
    return Html.join(
        gains(run, g -> g.halfWidth95().isPresent(), unit),
        Html.collapsed("Differences in cost", gains(run, g -> g.halfWidth95().isEmpty(), unit)));
  }

  private static Html gains(CurveResults run, Predicate<Gain> shown, EnergyUnit unit) {
    Table table = new Table("budget", "against", "figure", "#before", "#after", "#change");
    for (CurvePoint point : run.points()) {
      for (Gain gain : point.gains().stream().filter(shown).toList()) {
        table.row(
            point.budget(),
            gain.from() == NetworkKind.QUANTIZED_UNIFORM ? "the uniform scaling" : "the original",
            gain.metric(),
            Format.inUnit(gain.fromValue(), gain.unit(), unit),
            Format.inUnit(gain.toValue(), gain.unit(), unit),
            Format.change(gain));
      }
    }
    return table.html();
  }

  private static Html budgets(CurveResults run, EnergyUnit unit) {
    Table table = new Table("budget", "of", "#original", "#limit", "#adapted", "#uniform", "met");
    for (CurvePoint point : run.points()) {
      for (int i = 0; i < point.found().budgets().size(); i++) {
        BudgetResult found = point.found().budgets().get(i);
        BudgetResult uniform = point.uniform().budgets().get(i);
        boolean met = found.met() && uniform.met();
        table.row(
            List.of(
                Html.text(point.budget()),
                Html.text(Format.kind(found.kind()) + " " + found.requested()),
                Html.text(Format.inUnit(found.originalValue(), found.unit(), unit)),
                Html.text(Format.inUnit(found.limit(), found.unit(), unit)),
                Html.text(Format.inUnit(found.achievedValue(), found.unit(), unit)),
                Html.text(Format.inUnit(uniform.achievedValue(), uniform.unit(), unit)),
                Html.element("span", met ? "good" : "bad", met ? "met" : "not met")));
      }
    }
    return table.html();
  }

  /** A column a network; what was inserted in one only has no channels in the others. */
  private static Html channels(CurveResults run) {
    List<String> headings = new ArrayList<>(List.of("layer", "#original"));
    for (CurvePoint point : run.points()) {
      headings.add("#" + point.budget());
      headings.add("#uniform");
    }
    Table table = new Table(headings);
    run.points().stream()
        .flatMap(p -> p.found().widths().stream())
        .map(LayerWidth::layer)
        .distinct()
        .forEach(layer -> table.row(channels(run, layer)));
    return table.dense();
  }

  private static List<Html> channels(CurveResults run, String layer) {
    List<Html> cells = new ArrayList<>(List.of(Html.text(layer)));
    cells.add(
        channels(
            run.points().stream()
                .flatMap(p -> width(p.found(), layer).stream())
                .findFirst()
                .map(LayerWidth::originalChannels)));
    for (CurvePoint point : run.points()) {
      cells.add(channels(width(point.found(), layer).map(LayerWidth::adaptedChannels)));
      cells.add(channels(width(point.uniform(), layer).map(LayerWidth::adaptedChannels)));
    }
    return cells;
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // handed on as it is
  private static Html channels(Optional<Integer> count) {
    return count.filter(c -> c > 0).map(c -> Html.text(Format.count(c))).orElse(Html.absent("–"));
  }

  private static Optional<LayerWidth> width(CurveNetwork network, String layer) {
    return network.widths().stream().filter(w -> w.layer().equals(layer)).findFirst();
  }

  private static Html references(CurveResults run) {
    Table table = new Table("", "training", "#accuracy as trained", "#MACs", "#PARAMs");
    for (NetworkRow row : run.references()) {
      table.row(
          List.of(
              Html.text(row.label()),
              Html.text(row.training()),
              accuracy(row.accuracy(Accuracy.Form.AS_TRAINED)),
              Html.text(Format.count(row.flops())),
              Html.text(Format.count(row.params()))));
    }
    return table.html();
  }

  private static Html searches(CurveResults run) {
    Table table = new Table("budget", "file", "of the method");
    for (CurvePoint point : run.points()) {
      table.row(
          point.budget(),
          point.file(),
          point.search().figures().stream()
              .map(f -> f.name() + " " + Format.figure(f.value()))
              .collect(Collectors.joining(", ")));
    }
    String methods =
        run.points().stream()
            .map(p -> p.search().method())
            .distinct()
            .collect(Collectors.joining("; "));
    return Html.join(Html.paragraph("Method: " + methods + "."), table.html());
  }
}
