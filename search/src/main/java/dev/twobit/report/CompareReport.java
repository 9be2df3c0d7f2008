package dev.twobit.report;

import dev.twobit.io.AtomicFile;
import dev.twobit.json.Json;
import dev.twobit.results.Accuracy;
import dev.twobit.results.NetworkRow.SimulatedCost;
import dev.twobit.results.RunNetwork;
import dev.twobit.results.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runs side by side on one page: accuracy against latency, and a table that sorts. */
public final class CompareReport {
  private CompareReport() {}

  /** Replaces the file in one move. */
  public static void write(List<RunState> runs, Path file) throws IOException {
    AtomicFile.writeText(
        file,
        HtmlPage.of(
            runs.size() + " runs side by side",
            body(runs),
            Json.present(Map.of("runs", runs)),
            "sort.js",
            "comparepage.js"));
  }

  private static Html body(List<RunState> runs) {
    boolean simulated =
        runs.stream().flatMap(r -> r.networks().stream()).anyMatch(n -> n.simulated().isPresent());
    return Html.join(
        Html.element(
            "header",
            "",
            Html.element("h1", "", runs.size() + " runs side by side"),
            Html.element("p", "soft", told(runs))),
        Html.section(
            "Accuracy against latency",
            simulated
                ? Html.chart(
                    "accuracyLatency",
                    "As deployed where that was measured, else as trained, against simulated"
                        + " latency. Filled marks are what a run found or trained, open ones what"
                        + " it began with. Bars are 95 % intervals for the number of test images.")
                : Html.element("p", "absent", "No run has a simulated network.")),
        Html.section("Networks", networks(runs)),
        Html.section("Runs", table(runs)));
  }

  /** Accuracies on other data, and latencies on another accelerator, are no comparison. */
  private static String told(List<RunState> runs) {
    long data = runs.stream().map(r -> r.asked().data()).distinct().count();
    long hardware =
        runs.stream().map(r -> r.asked().hardware()).filter(h -> !h.isEmpty()).distinct().count();
    String warned =
        (data > 1 ? " The runs are of different data: accuracies do not compare." : "")
            + (hardware > 1
                ? " They are for different accelerators: latencies are each of its own."
                : "");
    return "A heading that is clicked sorts its table." + warned;
  }

  private static Html networks(List<RunState> runs) {
    EnergyUnit unit =
        EnergyUnit.ofMillijoules(
            runs.stream()
                .flatMap(r -> r.networks().stream())
                .flatMap(n -> n.simulated().stream())
                .mapToDouble(SimulatedCost::energyMillijoules));
    Table table =
        new Table(
            "run",
            "network",
            "#as deployed",
            "#as trained",
            "#latency, ms",
            "#energy, " + unit.symbol(),
            "#MACs",
            "#PARAMs");
    for (RunState run : runs) {
      for (RunNetwork n : run.networks()) {
        table.row(
            List.of(
                Html.text(run.run()),
                Html.text(n.budget().isEmpty() ? n.label() : n.label() + ", " + n.budget()),
                accuracy(n, Accuracy.Form.AS_DEPLOYED),
                accuracy(n, Accuracy.Form.AS_TRAINED),
                cell(
                    n.simulated()
                        .map(c -> String.format(Locale.ROOT, "%.4f", c.latencyMilliseconds()))),
                cell(n.simulated().map(c -> unit.figureMillijoules(c.energyMillijoules()))),
                cell(n.counted().map(c -> Format.count(c.macs()))),
                cell(n.counted().map(c -> Format.count(c.params())))));
      }
    }
    return table.html();
  }

  private static Html accuracy(RunNetwork network, Accuracy.Form form) {
    return network.accuracies().stream()
        .filter(a -> a.form() == form)
        .findFirst()
        .map(
            a ->
                Html.join(
                    Html.text(Format.percent(a.top1Percent())),
                    Html.sub(
                        String.format(
                            Locale.ROOT,
                            "%.1f to %.1f %%",
                            a.lower95Percent(),
                            a.upper95Percent()))))
        .orElseGet(() -> Html.absent("–"));
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // handed on as it is
  private static Html cell(Optional<String> text) {
    return text.map(Html::text).orElseGet(() -> Html.absent("–"));
  }

  private static String status(RunState run) {
    boolean plain = run.status() == RunState.Status.FINISHED || run.at().isEmpty();
    return run.status().text() + (plain ? "" : ", " + run.at());
  }

  private static Html table(List<RunState> runs) {
    Table table =
        new Table("run", "status", "asked", "model", "data", "hardware", "#best top-1", "#time");
    for (RunState run : runs) {
      OptionalDouble best = run.bestPercent();
      table.row(
          run.run(),
          status(run),
          run.asked().command() + ": " + run.asked().how(),
          run.asked().model(),
          run.asked().data(),
          run.asked().hardware(),
          best.isPresent() ? Format.percent(best.getAsDouble()) : "",
          Format.duration(run.told().seconds()));
    }
    return table.html();
  }
}
