package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.network.CostKind;
import dev.twobit.results.BudgetResult;
import dev.twobit.search.cost.Budget;
import java.util.ArrayList;
import java.util.List;

/** Budgets with what a network costs of each, in the form that reports show. */
final class BudgetRows {
  private BudgetRows() {}

  /** In the order of the setup's budgets. */
  static List<BudgetResult> of(SearchSetup setup, SearchTrialResult found) {
    List<BudgetResult> results = new ArrayList<>();
    for (Budget b : setup.budgets()) {
      Shown shown = shown(b.kind(), setup);
      results.add(
          new BudgetResult(
              b.kind(),
              b.given(),
              shown.unit,
              shown.scale * setup.original().of(b.kind()),
              shown.scale * b.lowest(),
              shown.scale * b.highest(),
              shown.scale * found.cost(b.kind().label()),
              b.met(found.cost(b.kind().label()))));
    }
    return results;
  }

  /** Unit that a cost is shown in, and its size in the search's own. */
  private record Shown(String unit, double scale) {}

  private static Shown shown(CostKind kind, SearchSetup setup) {
    return switch (kind) {
      case LATENCY, WHOLE -> new Shown("ms", 1 / (setup.hardware().clockMegahertz() * 1e3));
      case ENERGY -> new Shown("mJ", 1e-9);
      case FLOPS -> new Shown("MACs", 1);
      case PARAMS -> new Shown("parameters", 1);
      case SRAM_PEAK -> new Shown("KiB", 1 / 1024.0);
    };
  }
}
