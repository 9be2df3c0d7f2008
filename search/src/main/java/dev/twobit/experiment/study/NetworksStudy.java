package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.Quantization;
import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.List;

/** Table 2: several networks, with and without NCE. */
final class NetworksStudy implements Study {
  private record Published(
      String model,
      double full,
      double without,
      double with,
      double megaFlops,
      double flopsWith,
      double megaParams,
      double paramsWith) {}

  private static final List<Published> PAPER =
      List.of(
          new Published("resnet20", 92.88, 90.82, 91.54, 40.81, 40.99, 0.27, 0.24),
          new Published("resnet32", 93.81, 92.22, 92.64, 69.12, 66.63, 0.47, 0.42),
          new Published("resnet56", 94.26, 93.08, 93.43, 125.75, 123.04, 0.86, 0.74),
          new Published("vgg16", 94.24, 93.48, 93.94, 313.2, 302.96, 14.72, 5.01));

  @Override
  public String name() {
    return "table2";
  }

  @Override
  public String title() {
    return "Table 2: networks with and without NCE";
  }

  @Override
  public List<String> models(String preset) {
    return preset.equals("paper")
        ? PAPER.stream().map(Published::model).toList()
        : List.of("resnet8");
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    List<Arm> arms = new ArrayList<>();
    for (ArmFactory f : factories) {
      arms.addAll(threeArms(f));
    }
    return arms;
  }

  /** Full precision, two bits, two bits with NCE. */
  static List<Arm> threeArms(ArmFactory f) {
    String name = f.modelName();
    List<Long> seeds = ArmFactory.upTo(f.seeds());
    return List.of(
        f.arm(
            ArmFactory.Kind.of(name + ", W32A32", "original", Quantization.none(), 2),
            List.of(),
            1,
            seeds),
        f.arm(name + ", W2A2", name + ", W2A2", "original", List.of(), 1, seeds),
        f.arm(
            name + ", W2A2 NCE",
            name + ", W2A2 NCE",
            "nce",
            f.budgets(StudyBudgets.FLOPS, StudyBudgets.PARAMS_LIMIT),
            1,
            seeds));
  }

  @Override
  public void show(StudyView view) {
    view.text("Every network in full precision, at two bits, and at two bits as NCE adapts it.");
    view.table(table(view));
    List<List<String>> published = new ArrayList<>();
    for (Published p : PAPER) {
      published.add(
          List.of(
              p.model,
              Figures.percent(p.full),
              Figures.percent(p.without),
              Figures.percent(p.with),
              Figures.points(p.with - p.without),
              Figures.millions(p.megaFlops * 1e6),
              Figures.millions(p.flopsWith * 1e6),
              Figures.millions(p.megaParams * 1e6),
              Figures.millions(p.paramsWith * 1e6)));
    }
    view.table(
        new StudyTable(
            "Table 2, as published",
            List.of(
                "",
                "#W32A32",
                "#W2A2 w/o NCE",
                "#W2A2 w/ NCE",
                "#points",
                "#MACs w/o",
                "#MACs w/",
                "#PARAMs w/o",
                "#PARAMs w/"),
            published,
            ""));
    view.chart(CommonCharts.accuracies("accuracies", view, List.of()));
    Expansions.tell(view);
  }

  /** Arms come in threes. */
  static StudyTable table(StudyView view) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i + 2 < view.arms().size(); i += 3) {
      ArmResult full = view.arms().get(i);
      ArmResult without = view.arms().get(i + 1);
      ArmResult with = view.arms().get(i + 2);
      rows.add(
          List.of(
              full.model(),
              Figures.meanPercent(full.accuracies()),
              Figures.meanPercent(without.accuracies()),
              Figures.meanPercent(with.accuracies()),
              Figures.p(Figures.pairedP(List.of(with), List.of(without))),
              Figures.millions(without.found().cost("flops")),
              Figures.millions(with.found().cost("flops")),
              Figures.millions(without.found().cost("params")),
              Figures.millions(with.found().cost("params"))));
    }
    return new StudyTable(
        "Here",
        List.of(
            "",
            "#W32A32",
            "#W2A2 w/o NCE",
            "#W2A2 w/ NCE",
            "#p, paired by seed",
            "#MACs w/o",
            "#MACs w/",
            "#PARAMs w/o",
            "#PARAMs w/"),
        rows,
        "");
  }
}
