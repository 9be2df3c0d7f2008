package dev.twobit.experiment.study;

import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Table 4: the channel preference threshold (section 5.4.1). */
final class ThresholdStudy implements Study {
  private static final Map<String, Double> PAPER = new LinkedHashMap<>();

  static {
    PAPER.put("T = 0.30", 91.60);
    PAPER.put("T = 0.25", 91.44);
    PAPER.put("T = 0.20", 91.40);
    PAPER.put("T = 0.15", 90.77);
  }

  @Override
  public String name() {
    return "table4";
  }

  @Override
  public String title() {
    return "Table 4: the threshold of channel preference";
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    ArmFactory f = factories.get(0);
    return PAPER.keySet().stream()
        .map(
            group ->
                f.arm(
                    ArmFactory.Kind.of(group, "nce", f.quantized(2), 2)
                        .with("threshold", group.substring("T = ".length())),
                    f.budgets(StudyBudgets.FLOPS),
                    1,
                    ArmFactory.upTo(f.seeds())))
        .toList();
  }

  @Override
  public void show(StudyView view) {
    view.text(
        "T is a softmax probability: a layer whose widest candidate passes it gets a wider one. The"
            + " paper's values are of ResNet-20.");
    List<List<String>> rows = new ArrayList<>();
    PAPER.forEach(
        (group, percent) -> {
          List<ArmResult> arms = view.group(group);
          rows.add(
              List.of(
                  group,
                  Figures.meanPercent(Figures.accuracies(arms)),
                  Figures.percent(percent),
                  String.valueOf(arms.stream().mapToInt(a -> a.found().expansions().size()).sum()),
                  Figures.times(Figures.relative(arms, "flops")),
                  Figures.times(Figures.relative(arms, "params"))));
        });
    view.table(
        new StudyTable(
            "Table 4",
            List.of("", "#top-1", "#top-1, paper", "#expansions", "#MACs, x", "#PARAMs, x"),
            rows,
            ""));
    view.table(Figures.comparison("Compared", view, "T = 0.30"));
    view.chart(
        CommonCharts.accuracies("accuracies", view, List.of(CommonCharts.published(view, PAPER))));
    Expansions.tell(view);
  }
}
