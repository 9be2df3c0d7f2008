package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.Quantization;
import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Table 5: three and four bits (section 5.4.2). */
final class BitsStudy implements Study {
  private static final String FULL = "original W32A32";

  private record Published(String group, int bits, boolean nce, double percent, double megaFlops) {}

  private static final List<Published> PAPER =
      List.of(
          new Published(FULL, 32, false, 92.88, 40.81),
          new Published("original W3A3", 3, false, 92.45, 40.81),
          new Published("original W4A4", 4, false, 92.69, 40.81),
          new Published("NCE W3A3", 3, true, 92.66, 39.07),
          new Published("NCE W4A4", 4, true, 92.75, 37.07));

  @Override
  public String name() {
    return "table5";
  }

  @Override
  public String title() {
    return "Table 5: three and four bits";
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    ArmFactory f = factories.get(0);
    List<Arm> arms = new ArrayList<>();
    for (Published row : PAPER) {
      boolean full = row.group.equals(FULL);
      arms.add(
          f.arm(
              ArmFactory.Kind.of(
                  row.group,
                  row.nce ? "nce" : "original",
                  full ? Quantization.none() : f.quantized(row.bits),
                  full ? 2 : row.bits),
              row.nce ? f.budgets(StudyBudgets.FLOPS) : List.of(),
              1,
              ArmFactory.upTo(f.seeds())));
    }
    return arms;
  }

  @Override
  public void show(StudyView view) {
    view.text("The same search at three and at four bits. The paper's column is ResNet-20.");
    List<List<String>> rows = new ArrayList<>();
    Map<String, Double> percents = new LinkedHashMap<>();
    for (Published row : PAPER) {
      percents.put(row.group, row.percent);
      List<ArmResult> group = view.group(row.group);
      String base = row.nce ? row.group.replace("NCE", "original") : FULL;
      rows.add(
          List.of(
              row.group,
              Figures.meanPercent(Figures.accuracies(group)),
              Figures.millions(Figures.cost(group, "flops")),
              Figures.times(Figures.relative(group, "flops")),
              row.nce ? Figures.p(Figures.pairedP(group, view.group(base))) : "–",
              Figures.percent(row.percent),
              Figures.millions(row.megaFlops * 1e6)));
    }
    view.table(
        new StudyTable(
            "Table 5",
            List.of(
                "",
                "#top-1",
                "#MACs",
                "#MACs, x",
                "#p against the original, paired by seed",
                "#top-1, paper",
                "#MACs, paper"),
            rows,
            ""));
    view.chart(
        CommonCharts.accuracies(
            "accuracies", view, List.of(CommonCharts.published(view, percents))));
    Expansions.tell(view);
  }
}
