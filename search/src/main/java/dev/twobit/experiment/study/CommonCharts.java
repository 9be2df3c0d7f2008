package dev.twobit.experiment.study;

import dev.twobit.results.study.StudyChart;
import dev.twobit.results.study.StudyChart.Kind;
import dev.twobit.results.study.StudyChart.Point;
import dev.twobit.results.study.StudyChart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Charts that several studies have. */
final class CommonCharts {
  private CommonCharts() {}

  /**
   * Mean accuracy of every group with the deviation over all its trainings.
   *
   * @param published series of the paper over the same groups
   */
  static StudyChart accuracies(String name, StudyView view, List<Series> published) {
    Map<String, List<ArmResult>> groups = view.groups();
    List<Point> points = new ArrayList<>();
    int i = 0;
    for (List<ArmResult> group : groups.values()) {
      List<Double> values = Figures.accuracies(group);
      if (!values.isEmpty()) {
        StudyStatistics.Summary s = StudyStatistics.summary(values);
        points.add(new Point(i, s.mean(), s.deviation()));
      }
      i++;
    }
    List<Series> series = new ArrayList<>();
    series.add(new Series("here", false, points));
    series.addAll(published);
    return new StudyChart(
        name,
        Kind.BARS,
        "Top-1 accuracy on the test images; bars of error are sample deviations over trainings.",
        "",
        "top-1, %",
        List.copyOf(groups.keySet()),
        series);
  }

  /** Accuracy of every network against one of its costs. */
  static StudyChart costs(String name, StudyView view, String kind) {
    List<Series> series = new ArrayList<>();
    view.groups()
        .forEach(
            (group, arms) -> {
              List<Point> points = new ArrayList<>();
              for (ArmResult arm : arms) {
                if (!arm.accuracies().isEmpty()) {
                  StudyStatistics.Summary s = StudyStatistics.summary(arm.accuracies());
                  points.add(new Point(arm.found().relative(kind), s.mean(), s.deviation()));
                }
              }
              series.add(new Series(group, false, points));
            });
    return new StudyChart(
        name,
        Kind.DOTS,
        "Every network: accuracy against "
            + kind
            + ", both as trained and as simulated or counted.",
        kind + ", x the original's",
        "top-1, %",
        List.of(),
        series);
  }

  /** A published value for each of some groups. */
  static Series published(StudyView view, Map<String, Double> percentByGroup) {
    List<String> groups = List.copyOf(view.groups().keySet());
    List<Point> points = new ArrayList<>();
    percentByGroup.forEach(
        (group, percent) -> {
          if (groups.contains(group)) {
            points.add(new Point(groups.indexOf(group), percent, 0));
          }
        });
    return new Series("paper", true, points);
  }
}
