package dev.twobit.experiment.study;

import dev.twobit.results.study.StudyChart;
import dev.twobit.results.study.StudyChart.Kind;
import dev.twobit.results.study.StudyChart.Point;
import dev.twobit.results.study.StudyChart.Series;
import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.List;

/** Figure 2: accuracy against FLOPs and PARAMs, NCE and uniform widening (section 4.1). */
final class TradeOffStudy implements Study {
  private static final List<Double> TARGETS = List.of(1.0, 1.25, 1.5, 2.0);
  private static final String WIDENED = "WRPN";

  @Override
  public String name() {
    return "fig2";
  }

  @Override
  public String title() {
    return "Figure 2: accuracy against MACs and PARAMs, NCE and uniform widening";
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    ArmFactory f = factories.get(0);
    List<Long> seeds = ArmFactory.upTo(f.seeds());
    List<Arm> arms = new ArrayList<>();
    for (double multiplier : TARGETS) {
      arms.add(f.arm(WIDENED, "WRPN x" + multiplier, "wrpn:" + multiplier, List.of(), 1, seeds));
    }
    for (double times : TARGETS) {
      arms.add(nce(f, "MACs", times, StudyBudgets.flops(times), seeds));
      arms.add(nce(f, "PARAMs", times, StudyBudgets.params(times), seeds));
    }
    return arms;
  }

  private static Arm nce(ArmFactory f, String kind, double times, String budget, List<Long> seeds) {
    return f.arm(
        "NCE, " + kind + " target",
        "NCE, %s %sx".formatted(kind, times),
        "nce",
        List.of(budget),
        1,
        seeds);
  }

  @Override
  public void show(StudyView view) {
    view.text(
            "NCE is given a multiple of the original's MACs, or of its PARAMs; WRPN multiplies all"
                + " widths by one number (to its square in MACs). Same quantizers for both.")
        .text(
            "Paper: a figure without numbers; NCE is above WRPN at any FLOPs and any PARAMs"
                + " (ResNet-20, 2 bits, CIFAR-10).");
    List<List<String>> rows = new ArrayList<>();
    for (ArmResult arm : view.arms()) {
      rows.add(
          List.of(
              arm.arm().label(),
              Figures.meanPercent(arm.accuracies()),
              Figures.millions(arm.found().cost("flops")),
              Figures.times(arm.found().relative("flops")),
              Figures.millions(arm.found().cost("params")),
              Figures.times(arm.found().relative("params"))));
    }
    view.table(
        new StudyTable(
            "Points",
            List.of("", "#top-1", "#MACs", "#MACs, x", "#PARAMs", "#PARAMs, x"),
            rows,
            ""));
    view.table(slopes(view));
    view.chart(chart(view, "flops", "MACs", "PARAMs"));
    view.chart(chart(view, "params", "PARAMs", "MACs"));
  }

  /** Least squares of accuracy over log2 of the cost. */
  private static StudyTable slopes(StudyView view) {
    List<List<String>> rows = new ArrayList<>();
    view.groups()
        .forEach(
            (name, group) -> {
              for (String kind : List.of("flops", "params")) {
                List<Double> x = new ArrayList<>();
                List<Double> y = new ArrayList<>();
                for (ArmResult arm : group) {
                  for (double accuracy : arm.accuracies()) {
                    x.add(Math.log(arm.found().relative(kind)) / Math.log(2));
                    y.add(accuracy);
                  }
                }
                StudyStatistics.Line line = StudyStatistics.line(x, y);
                rows.add(
                    List.of(
                        name,
                        kind.equals("flops") ? "MACs" : "PARAMs",
                        Figures.percent(line.intercept()),
                        Figures.points(line.slope()),
                        Figures.times(line.rSquared())));
              }
            });
    return new StudyTable(
        "Regression of top-1 over log2 of the cost",
        List.of("", "cost", "#at 1.0x", "#points a doubling", "#R squared"),
        rows,
        "Least squares over all trainings.");
  }

  private static StudyChart chart(StudyView view, String kind, String name, String other) {
    List<Series> series = new ArrayList<>();
    view.groups()
        .forEach(
            (group, arms) -> {
              if (!group.contains(other)) {
                List<Point> points = new ArrayList<>();
                for (ArmResult arm : arms) {
                  StudyStatistics.Summary s = StudyStatistics.summary(arm.accuracies());
                  points.add(new Point(arm.found().cost(kind) * 1e-6, s.mean(), s.deviation()));
                }
                series.add(new Series(group, false, points));
              }
            });
    return new StudyChart(
        kind,
        Kind.LINES,
        "Accuracy against " + name + ".",
        name + ", millions",
        "top-1, %",
        List.of(),
        series);
  }
}
