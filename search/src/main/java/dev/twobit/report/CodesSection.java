package dev.twobit.report;

import dev.twobit.results.CodeUse;
import dev.twobit.results.CodeUse.Codes;
import dev.twobit.results.CodeUse.LayerCodes;
import dev.twobit.results.NetworkRow;
import dev.twobit.results.RunResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** How quantized networks use their codes before and after training. */
final class CodesSection {
  private CodesSection() {}

  /** Nothing where it was not measured. */
  static Html of(RunResults run) {
    List<Html> networks = new ArrayList<>();
    for (NetworkRow row : run.networks()) {
      run.codes(row.kind()).ifPresent(use -> networks.add(network(row.label(), use)));
    }
    return of(networks);
  }

  /** Nothing where there are no networks. */
  static Html of(List<Html> networks) {
    return networks.isEmpty()
        ? Html.NOTHING
        : Html.section(
            "Codes in use",
            Html.element(
                "p",
                "soft",
                "Shares in percent of each quantized layer's weights by level, and of the values"
                    + " that it reads which are the code of zero and the highest code: before the"
                    + " first step → after training. Before the first step, ranges and batch-norm"
                    + " statistics are measured on training images."),
            Html.join(networks));
  }

  static Html network(String label, CodeUse use) {
    return Html.join(
        Html.paragraph(
            label
                + ", seed "
                + use.seed()
                + ": "
                + Format.percent(use.startTop1Percent())
                + " on the test images before the first step."
                + use.warning().map(w -> " At the start, " + w + ".").orElse("")),
        Html.collapsed(label + ", codes layer by layer", table(use.layers())));
  }

  private static Html table(List<LayerCodes> layers) {
    Table table =
        new Table("layer", "weights by level", "#inner two", "#reads zero", "#reads highest");
    for (LayerCodes layer : layers) {
      Codes start = layer.start();
      Codes end = layer.end();
      table.row(
          layer.layer(),
          levels(start, end),
          change(start.innerWeights(), end.innerWeights()),
          change(start.zeroActivations(), end.zeroActivations()),
          change(start.highestActivations(), end.highestActivations()));
    }
    return table.dense();
  }

  private static String levels(Codes start, Codes end) {
    return start.weights().isEmpty()
        ? "–"
        : levels(start.weights()) + " → " + levels(end.weights());
  }

  private static String levels(Map<Integer, Double> shares) {
    return shares.entrySet().stream()
        .map(e -> e.getKey() + ": " + share(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String change(OptionalDouble start, OptionalDouble end) {
    return start.isPresent() && end.isPresent()
        ? share(start.getAsDouble()) + " → " + share(end.getAsDouble())
        : "–";
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
