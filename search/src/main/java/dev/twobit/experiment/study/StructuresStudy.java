package dev.twobit.experiment.study;

import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.List;

/** Figure 3: many structures of three methods, each trained several times (section 4.2). */
final class StructuresStudy implements Study {
  @Override
  public String name() {
    return "fig3";
  }

  @Override
  public String title() {
    return "Figure 3: random widths, TAS and NCE on ResNet-8";
  }

  @Override
  public List<String> models(String preset) {
    return List.of("resnet8");
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    ArmFactory f = factories.get(0);
    List<String> budgets = f.budgets(StudyBudgets.FLOPS);
    List<Arm> arms = new ArrayList<>();
    for (String method : f.methods("random", "tas-2x-8", "nce")) {
      for (long structure : ArmFactory.upTo(f.structures())) {
        arms.add(
            f.arm(
                method,
                method + " " + structure,
                method,
                budgets,
                structure,
                ArmFactory.upTo(f.seeds())));
      }
    }
    return arms;
  }

  @Override
  public void show(StudyView view) {
    view.text(
            "Each method finds several structures (a seed each) at the same MACs; each is trained"
                + " several times from scratch. Random widths are drawn from all candidates until"
                + " the network is in the band. TAS starts from twice the original's width.")
        .text(
            "Paper: ten structures a method, three trainings each, 2 bits, CIFAR-10. It prints no"
                + " numbers: TAS is \"marginally better\" than random, NCE better than both \"with"
                + " a noticeable margin\".");
    view.table(Figures.comparison("Methods", view, view.groups().keySet().iterator().next()));
    view.table(structures(view));
    view.chart(CommonCharts.accuracies("accuracies", view, List.of()));
    view.chart(CommonCharts.costs("costs", view, "flops"));
    Expansions.tell(view);
  }

  private static StudyTable structures(StudyView view) {
    List<List<String>> rows = new ArrayList<>();
    view.groups()
        .forEach(
            (name, group) -> {
              List<Double> means =
                  group.stream().map(a -> StudyStatistics.summary(a.accuracies()).mean()).toList();
              List<Double> within =
                  group.stream()
                      .map(a -> StudyStatistics.summary(a.accuracies()).deviation())
                      .toList();
              StudyStatistics.Summary s = StudyStatistics.summary(means);
              rows.add(
                  List.of(
                      name,
                      String.valueOf(group.size()),
                      Figures.percent(s.mean()),
                      Figures.percent(s.deviation()),
                      Figures.percent(StudyStatistics.summary(within).mean()),
                      Figures.percent(means.stream().mapToDouble(d -> d).min().orElse(0)),
                      Figures.percent(means.stream().mapToDouble(d -> d).max().orElse(0))));
            });
    return new StudyTable(
        "Spread over structures",
        List.of(
            "",
            "#structures",
            "#mean of structures",
            "#deviation between structures",
            "#mean deviation of one structure's trainings",
            "#worst structure",
            "#best structure"),
        rows,
        "");
  }
}
