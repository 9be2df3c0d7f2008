package dev.twobit.cli;

import dev.twobit.report.EnergyUnit;
import dev.twobit.results.Accuracy;
import dev.twobit.results.CurveNetwork;
import dev.twobit.results.CurvePoint;
import dev.twobit.results.CurveResults;
import dev.twobit.results.NetworkRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A finished search of several budgets: a line a budget with what it came to, then accuracy and
 * costs of what was found, of the uniform scalings and of the original.
 */
final class CurveSummary {
  private CurveSummary() {}

  static String of(CurveResults results, Path folder) {
    EnergyUnit unit = energyUnit(results);
    List<String> lines = new ArrayList<>();
    results.points().forEach(p -> lines.add("result    " + p.budget() + ": " + p.sentence()));
    lines.add(
        String.format(
            Locale.ROOT,
            "top-1     as deployed, %,d test images, %d seed(s)%s; latency and energy of an"
                + " inference on %s",
            results.data().testImages(),
            results.request().execution().seeds().size(),
            results.curve().original().heldOut().isPresent()
                ? ", in brackets on the held-out images"
                : "",
            results.hardware().name()));
    for (CurvePoint p : results.points()) {
      lines.add("adapted   " + p.budget() + ": " + figures(p.found(), unit));
      lines.add("uniform   " + p.budget() + ": " + figures(p.uniform(), unit));
    }
    lines.add("original  " + figures(results.curve().original(), unit));
    lines.add("report    " + folder.resolve("report.html"));
    return lines.stream().map(Text::printable).collect(Collectors.joining("\n"));
  }

  private static EnergyUnit energyUnit(CurveResults results) {
    return EnergyUnit.ofMillijoules(
        Stream.concat(
                Stream.of(results.curve().original()),
                results.points().stream().flatMap(p -> Stream.of(p.found(), p.uniform())))
            .flatMap(network -> network.row().simulated().stream())
            .mapToDouble(NetworkRow.SimulatedCost::energyMillijoules));
  }

  private static String figures(CurveNetwork network, EnergyUnit unit) {
    NetworkRow row = network.row();
    String accuracy =
        row.accuracy(Accuracy.Form.AS_DEPLOYED)
            .map(a -> percent(a.top1Percent()))
            .orElse("not measured");
    String heldOut = network.heldOut().map(a -> " (" + percent(a.top1Percent()) + ")").orElse("");
    String costs =
        row.simulated()
            .map(
                c ->
                    String.format(
                        Locale.ROOT,
                        ", %.4f ms, %s",
                        c.latencyMilliseconds(),
                        unit.plain(c.energyMillijoules())))
            .orElse("");
    return accuracy
        + heldOut
        + costs
        + String.format(Locale.ROOT, ", %,d MACs, %,d PARAMs", row.flops(), row.params());
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }
}
