package dev.twobit.cli;

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
        + Text.printable(budget(results))
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

  private static String budget(RunResults results) {
    if (results.budgets().isEmpty()) {
      return "budget    none";
    }
    return "budget    "
        + results.budgets().stream().map(RunSummary::budget).collect(Collectors.joining("; "));
  }

  private static String budget(BudgetResult b) {
    return String.format(
        Locale.ROOT,
        "%s %s: limit %,.6g %s, network found %,.6g %s, %s",
        b.kind().label(),
        b.requested(),
        b.limit(),
        b.unit(),
        b.achievedValue(),
        b.unit(),
        b.met() ? "met" : "not met");
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

  private static String simulated(RunResults results) {
    SimulationResult from = results.original();
    SimulationResult to = results.adapted();
    return String.format(
        Locale.ROOT,
        "simulated %.4f -> %.4f ms, %.5f -> %.5f mJ a frame on %s",
        from.latencyMilliseconds(),
        to.latencyMilliseconds(),
        from.energyMillijoules(),
        to.energyMillijoules(),
        Text.printable(results.hardware().name()));
  }

  private static String counted(RunResults results) {
    return "counted   "
        + results.network(NetworkKind.QUANTIZED_ORIGINAL).map(RunSummary::counts).orElse("-")
        + " -> "
        + results.network(NetworkKind.QUANTIZED_ADAPTED).map(RunSummary::counts).orElse("-");
  }

  private static String counts(NetworkRow row) {
    return String.format(Locale.ROOT, "%,d FLOPs, %,d PARAMs", row.flops(), row.params());
  }
}
