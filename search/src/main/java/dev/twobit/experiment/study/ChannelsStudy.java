package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.results.study.StudyChart;
import dev.twobit.results.study.StudyChart.Kind;
import dev.twobit.results.study.StudyChart.Point;
import dev.twobit.results.study.StudyChart.Series;
import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figure 5: channels of every convolution before and after (section 5.3.1). */
final class ChannelsStudy implements Study {
  @Override
  public String name() {
    return "fig5";
  }

  @Override
  public String title() {
    return "Figure 5: channels before and after";
  }

  @Override
  public List<String> models(String preset) {
    return List.of(preset.equals("paper") ? "resnet50" : "resnet8");
  }

  @Override
  public boolean imageNet() {
    return true;
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    ArmFactory f = factories.get(0);
    return List.of(f.arm("NCE", "NCE", "nce", f.budgets(StudyBudgets.FLOPS), 1, List.of()));
  }

  @Override
  public void show(StudyView view) {
    SearchTrialResult found = view.arms().get(0).found();
    view.text(
            "Output channels of every convolution, of the original and of what NCE found at the"
                + " original's MACs.")
        .text(
            "Paper: ResNet-50 on ImageNet, a figure without numbers; the many channels of the last"
                + " layers become fewer, those of others more, at 0.962x the FLOPs and 0.691x the"
                + " PARAMs.");
    List<String> names = List.copyOf(found.original().keySet());
    List<Point> before = new ArrayList<>();
    List<Point> after = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int original = found.original().getOrDefault(names.get(i), 0);
      int now = found.widths().getOrDefault(names.get(i), 0);
      before.add(new Point(i, original, 0));
      after.add(new Point(i, now, 0));
      rows.add(
          List.of(
              names.get(i),
              String.valueOf(original),
              String.valueOf(now),
              String.format(Locale.ROOT, "%.2f", (double) now / original)));
    }
    view.chart(
        new StudyChart(
            "channels",
            Kind.BARS,
            "Output channels of every convolution.",
            "",
            "channels",
            names,
            List.of(new Series("original", false, before), new Series("NCE", false, after))));
    view.table(
        new StudyTable(
            "Channels", List.of("convolution", "#original", "#NCE", "#NCE / original"), rows, ""));
    view.table(Figures.comparison("Costs", view, "NCE"));
    Expansions.tell(view);
  }
}
