package dev.twobit.cli;

import dev.twobit.report.EnergyUnit;
import dev.twobit.results.Accuracy;
import dev.twobit.results.BudgetResult;
import dev.twobit.results.CurveResults;
import dev.twobit.results.FinishedRun;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.NetworkRow;
import dev.twobit.results.RunResults;
import dev.twobit.results.SimulationResult;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * A finished search in five lines, before them what it came to where it compared; with several
 * budgets as {@link CurveSummary}.
 */
final class RunSummary {
  private RunSummary() {}

  static String of(FinishedRun results, Path folder) {
    return results.fold(
        new FinishedRun.Cases<String>() {
          @Override
          public String one(RunResults run) {
            return text(run, folder);
          }

          @Override
          public String curve(CurveResults run) {
            return CurveSummary.of(run, folder);
          }
        });
  }

  private static String text(RunResults results, Path folder) {
    return verdict(results)
        + Text.printable(budget(results, energyUnit(results)))
        + "\n"
        + accuracy(results)
        + "\n"
        + simulated(results)
        + "\n"
        + counted(results)
        + "\n"
        + Text.printable("report    " + folder.resolve("report.html"));
  }

  private static String verdict(RunResults results) {
    return results
        .search()
        .verdict()
        .map(v -> Text.printable("result    " + v.sentence()) + "\n")
        .orElse("");
  }

  private static String budget(RunResults results, EnergyUnit unit) {
    if (results.budgets().isEmpty()) {
      return "budget    none";
    }
    return "budget    "
        + results.budgets().stream().map(b -> budget(b, unit)).collect(Collectors.joining("; "));
  }

  private static String budget(BudgetResult b, EnergyUnit unit) {
    return String.format(
        Locale.ROOT,
        "%s %s: limit %s, network found %s, %s",
        b.kind().label(),
        b.requested(),
        figure(b.limit(), b.unit(), unit),
        figure(b.achievedValue(), b.unit(), unit),
        b.met() ? "met" : "not met");
  }

  private static String figure(double value, String unit, EnergyUnit energies) {
    return unit.equals("mJ")
        ? energies.plain(value)
        : String.format(Locale.ROOT, "%,.6g %s", value, unit);
  }

  private static String accuracy(RunResults results) {
    return "top-1     "
        + results.request().arithmetic().bits()
        + "-bit original "
        + accuracy(results, NetworkKind.QUANTIZED_ORIGINAL)
        + ", "
        + results.request().search().method()
        + " "
        + accuracy(results, NetworkKind.QUANTIZED_ADAPTED)
        + String.format(
            Locale.ROOT,
            " as trained, %,d test images, %d seed(s)",
            results.data().testImages(),
            results.request().execution().seeds().size());
  }

  private static String accuracy(RunResults results, NetworkKind kind) {
    return results
        .network(kind)
        .flatMap(row -> row.accuracy(Accuracy.Form.AS_TRAINED))
        .map(a -> String.format(Locale.ROOT, "%.2f %%", a.top1Percent()))
        .orElse("not measured");
  }

  private static EnergyUnit energyUnit(RunResults results) {
    return EnergyUnit.ofMillijoules(
        DoubleStream.of(
            results.original().energyMillijoules(), results.adapted().energyMillijoules()));
  }

  private static String simulated(RunResults results) {
    SimulationResult from = results.original();
    SimulationResult to = results.adapted();
    EnergyUnit unit = energyUnit(results);
    return String.format(
        Locale.ROOT,
        "simulated %.4f -> %.4f ms, %s -> %s %s an inference on %s%s",
        from.latencyMilliseconds(),
        to.latencyMilliseconds(),
        unit.fixedMillijoules(from.energyMillijoules()),
        unit.fixedMillijoules(to.energyMillijoules()),
        unit.plainSymbol(),
        Text.printable(results.hardware().name()),
        results.hardware().behindLink() ? " alone, without its host link" : "");
  }

  private static String counted(RunResults results) {
    return "counted   "
        + results.network(NetworkKind.QUANTIZED_ORIGINAL).map(RunSummary::counts).orElse("-")
        + " -> "
        + results.network(NetworkKind.QUANTIZED_ADAPTED).map(RunSummary::counts).orElse("-");
  }

  private static String counts(NetworkRow row) {
    return String.format(Locale.ROOT, "%,d MACs, %,d PARAMs", row.flops(), row.params());
  }
}
