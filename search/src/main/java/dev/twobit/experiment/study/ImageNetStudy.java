package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.List;

/** Table 3: ResNet-18 and ResNet-50 on ImageNet. */
final class ImageNetStudy implements Study {
  private record Published(
      String model, String method, String top1, String top5, String flops, String params) {}

  private static final List<Published> PAPER =
      List.of(
          new Published("ResNet-18", "Full precision", "70.56", "89.88", "1.814G", "11.69M"),
          new Published("ResNet-18", "LSQ", "67.6", "87.6", "1.814G", "11.69M"),
          new Published("ResNet-18", "QIL", "65.7", "–", "1.814G", "11.69M"),
          new Published("ResNet-18", "PACT", "64.4", "85.6", "1.814G", "11.69M"),
          new Published("ResNet-18", "EdMIPS", "65.9", "86.5", "1.814G", "11.69M"),
          new Published("ResNet-18", "w/o NCE", "64.08", "86.47", "1.814G", "11.69M"),
          new Published("ResNet-18", "w/ NCE", "66.18", "86.75", "1.897G", "10.94M"),
          new Published("ResNet-50", "Full precision", "76.82", "93.33", "4.089G", "25.56M"),
          new Published("ResNet-50", "LSQ", "73.7", "91.5", "4.089G", "25.56M"),
          new Published("ResNet-50", "PACT", "72.2", "90.5", "4.089G", "25.56M"),
          new Published("ResNet-50", "EdMIPS", "72.1", "90.6", "4.089G", "25.56M"),
          new Published("ResNet-50", "w/o NCE", "72.36", "90.81", "4.089G", "25.56M"),
          new Published("ResNet-50", "w/ NCE", "74.03", "91.63", "3.932G", "17.66M"));

  @Override
  public String name() {
    return "table3";
  }

  @Override
  public String title() {
    return "Table 3: ResNet-18 and ResNet-50 on ImageNet";
  }

  @Override
  public List<String> models(String preset) {
    return preset.equals("paper") ? List.of("resnet18", "resnet50") : List.of("resnet18");
  }

  @Override
  public boolean imageNet() {
    return true;
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    List<Arm> arms = new ArrayList<>();
    for (ArmFactory f : factories) {
      arms.addAll(NetworksStudy.threeArms(f));
    }
    return arms;
  }

  @Override
  public void show(StudyView view) {
    view.text(
        "A folder of images (--data images:DIR,size=224); searched on 50 images a class, 40 epochs"
            + " of warm-up and 110 of search, T = 0.19 and lambda = 1.5 with --preset paper.");
    view.table(NetworksStudy.table(view));
    List<List<String>> rows = new ArrayList<>();
    for (ArmResult arm : view.arms()) {
      rows.add(
          List.of(
              arm.arm().label(),
              Figures.meanPercent(arm.accuracies()),
              Figures.meanPercent(
                  arm.trainings().stream().map(TrainingTrialResult::top5Percent).toList())));
    }
    view.table(new StudyTable("Top-1 and top-5", List.of("", "#top-1", "#top-5"), rows, ""));
    view.table(
        new StudyTable(
            "Table 3, as published",
            List.of("network", "2 bits by", "#top-1, %", "#top-5, %", "#MACs", "#PARAMs"),
            PAPER.stream()
                .map(p -> List.of(p.model, p.method, p.top1, p.top5, p.flops, p.params))
                .toList(),
            "Rows but the last two of each network are quoted there from the methods' own"
                + " papers."));
    Expansions.tell(view);
  }
}
