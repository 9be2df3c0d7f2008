package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.Quantization;
import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Table 1: NCE against TAS from twice the width (section 4.2). */
final class TableOneStudy implements Study {
  private static final String FULL = "full precision";
  private static final String ORIGINAL = "W2A2";

  /** Group, top-1 in percent, FLOPs in millions; ResNet-20. */
  private record Published(String group, String method, double percent, double megaFlops) {}

  private static final List<Published> PAPER =
      List.of(
          new Published(FULL, "original", 92.88, 40.81),
          new Published(ORIGINAL, "original", 90.82, 40.81),
          new Published("W2A2 2X TAS (8)", "tas-2x-8", 90.99, 43.11),
          new Published("W2A2 2X TAS (16)", "tas-2x-16", 91.12, 40.36),
          new Published("W2A2 NCE (8 to 16)", "nce", 91.54, 40.99));

  @Override
  public String name() {
    return "table1";
  }

  @Override
  public String title() {
    return "Table 1: NCE against TAS from twice the width";
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    ArmFactory f = factories.get(0);
    List<Arm> arms = new ArrayList<>();
    for (Published row : PAPER) {
      boolean original = row.method.equals("original");
      Quantization q = row.group.equals(FULL) ? Quantization.none() : f.quantized(2);
      arms.add(
          f.arm(
              ArmFactory.Kind.of(row.group, row.method, q, 2),
              original ? List.of() : f.budgets(StudyBudgets.FLOPS),
              1,
              ArmFactory.upTo(f.seeds())));
    }
    return arms;
  }

  @Override
  public void show(StudyView view) {
    view.text(
        "One search a row, its network trained several times. In parentheses: search parameters a"
            + " layer. The paper's column is ResNet-20 with its full recipe.");
    List<List<String>> rows = new ArrayList<>();
    Map<String, Double> percents = new LinkedHashMap<>();
    for (Published row : PAPER) {
      percents.put(row.group, row.percent);
      List<ArmResult> group = view.group(row.group);
      rows.add(
          List.of(
              row.group,
              Figures.meanPercent(Figures.accuracies(group)),
              Figures.millions(Figures.cost(group, "flops")),
              Figures.times(Figures.relative(group, "flops")),
              Figures.percent(row.percent),
              Figures.millions(row.megaFlops * 1e6),
              Figures.times(row.megaFlops / PAPER.get(0).megaFlops)));
    }
    view.table(
        new StudyTable(
            "Table 1",
            List.of(
                "",
                "#top-1",
                "#MACs",
                "#MACs, x",
                "#top-1, paper",
                "#MACs, paper",
                "#MACs, paper, x"),
            rows,
            ""));
    view.table(Figures.comparison("Compared", view, ORIGINAL));
    view.chart(
        CommonCharts.accuracies(
            "accuracies", view, List.of(CommonCharts.published(view, percents))));
    Expansions.tell(view);
  }
}
