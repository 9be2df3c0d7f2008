package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Methods at one budget: the original, uniform widening, random widths, TAS, NCE, and NCE that
 * never expands; every seed is a search and a training of its own.
 */
final class MethodsStudy implements Study {
  private static final String ORIGINAL = "original";

  /** NCE with T = 1. */
  static final String NO_EXPANSION = "nce-T1";

  @Override
  public String name() {
    return "methods";
  }

  @Override
  public String title() {
    return "Methods at equal cost";
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    ArmFactory f = factories.get(0);
    List<String> budgets = f.budgets(StudyBudgets.LATENCY);
    List<Arm> arms = new ArrayList<>();
    List<Long> seeds = ArmFactory.upTo(f.seeds());
    for (String method : f.methods(ORIGINAL, "wrpn", "random", "tas", "nce", NO_EXPANSION)) {
      if (method.equals(ORIGINAL)) {
        arms.add(f.arm(method, method, method, List.of(), 1, seeds));
      } else if (method.startsWith("wrpn")) {
        arms.add(f.arm(method, method, method, budgets, 1, seeds));
      } else if (method.equals("random")) {
        for (long structure : ArmFactory.upTo(f.structures())) {
          arms.add(f.arm(method, method + " " + structure, method, budgets, structure, seeds));
        }
      } else {
        for (long seed : seeds) {
          arms.add(searched(f, method, budgets, seed));
        }
      }
    }
    return arms;
  }

  private static Arm searched(ArmFactory f, String method, List<String> budgets, long seed) {
    boolean frozen = method.equals(NO_EXPANSION);
    ArmFactory.Kind kind =
        ArmFactory.Kind.of(method, frozen ? "nce" : method, f.quantized(2), 2).labelled(seed);
    return f.arm(frozen ? kind.with("threshold", "1") : kind, budgets, seed, List.of(seed));
  }

  @Override
  public void show(StudyView view) {
    view.text(
        "All methods have the same network, budgets, data, quantizers and trainings. A method that"
            + " searches by gradient searches once a seed and its network is trained with that"
            + " seed; every other network is trained with every seed. "
            + NO_EXPANSION
            + " is NCE whose threshold no layer can pass: the ablation of expansion.");
    String reference = view.groups().keySet().iterator().next();
    view.table(Figures.comparison("Methods", view, reference));
    view.groups().keySet().stream()
        .filter(g -> g.equals("nce") && !reference.equals(g))
        .forEach(g -> view.table(Figures.comparison("Methods against NCE", view, g)));
    view.table(networks(view));
    view.chart(CommonCharts.accuracies("accuracies", view, List.of()));
    view.chart(CommonCharts.costs("costs", view, "latency"));
    Expansions.tell(view);
  }

  /** Every network that was found. */
  private static StudyTable networks(StudyView view) {
    List<List<String>> rows = new ArrayList<>();
    for (ArmResult arm : view.arms()) {
      SearchTrialResult found = arm.found();
      rows.add(
          List.of(
              arm.arm().label(),
              Figures.meanPercent(arm.accuracies()),
              Figures.times(found.relative("latency")),
              Figures.times(found.relative("flops")),
              Figures.times(found.relative("params")),
              String.valueOf(found.expansions().size()),
              String.join(" ", found.widths().values().stream().map(String::valueOf).toList())));
    }
    return new StudyTable(
        "Networks",
        List.of(
            "found by", "#top-1", "#latency, x", "#MACs, x", "#PARAMs, x", "#expansions", "widths"),
        rows,
        "Widths of all convolutions of the model, in network order.");
  }
}
