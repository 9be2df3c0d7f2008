package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Numbers as tables have them, and the tables that several studies have. */
final class Figures {
  private Figures() {}

  static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }

  /** {@code 71.25 ± 0.43 % (3)}, of a single one without deviation. */
  static String meanPercent(List<Double> values) {
    if (values.isEmpty()) {
      return "not trained";
    }
    StudyStatistics.Summary s = StudyStatistics.summary(values);
    return s.count() == 1
        ? percent(s.mean())
        : String.format(Locale.ROOT, "%.2f ± %.2f %% (%d)", s.mean(), s.deviation(), s.count());
  }

  static String points(double value) {
    return String.format(Locale.ROOT, "%+.2f", value);
  }

  static String millions(double value) {
    return String.format(Locale.ROOT, "%.2fM", value * 1e-6);
  }

  static String times(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  static String p(OptionalDouble p) {
    return p.isPresent() ? String.format(Locale.ROOT, "%.3f", p.getAsDouble()) : "–";
  }

  /** Every training of a group. */
  static List<Double> accuracies(List<ArmResult> group) {
    return group.stream().flatMap(a -> a.accuracies().stream()).toList();
  }

  /** Means over a group's networks by the seed of the training. */
  static Map<Long, Double> bySeed(List<ArmResult> group) {
    return bySeed(group, TrainingTrialResult::top1Percent);
  }

  /** Likewise of another figure of a training. */
  static Map<Long, Double> bySeed(
      List<ArmResult> group, ToDoubleFunction<TrainingTrialResult> figure) {
    Map<Long, List<Double>> all = new TreeMap<>();
    for (ArmResult arm : group) {
      for (int i = 0; i < arm.trainings().size(); i++) {
        all.computeIfAbsent(arm.trained().get(i).execution().seed(), s -> new ArrayList<>())
            .add(figure.applyAsDouble(arm.trainings().get(i)));
      }
    }
    Map<Long, Double> means = new TreeMap<>();
    all.forEach((seed, values) -> means.put(seed, StudyStatistics.summary(values).mean()));
    return means;
  }

  /** p of a paired test over the seeds that both have. */
  static OptionalDouble pairedP(List<ArmResult> a, List<ArmResult> b) {
    Map<Long, Double> first = bySeed(a);
    Map<Long, Double> second = bySeed(b);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    first.forEach(
        (seed, value) -> {
          Double other = second.get(seed);
          if (other != null) {
            x.add(value);
            y.add(other);
          }
        });
    return StudyStatistics.pairedP(x, y);
  }

  /** Mean of a cost over a group's networks, against the original's. */
  static double relative(List<ArmResult> group, String kind) {
    return group.stream().mapToDouble(a -> a.found().relative(kind)).average().orElse(Double.NaN);
  }

  static double cost(List<ArmResult> group, String kind) {
    return group.stream().mapToDouble(a -> a.found().cost(kind)).average().orElse(Double.NaN);
  }

  /**
   * Groups side by side, each against one of them.
   *
   * @param reference group that the others are compared with
   */
  static StudyTable comparison(String title, StudyView view, String reference) {
    List<ArmResult> base = view.group(reference);
    List<List<String>> rows = new ArrayList<>();
    view.groups()
        .forEach(
            (name, group) -> {
              List<Double> accuracies = accuracies(group);
              boolean same = name.equals(reference);
              rows.add(
                  List.of(
                      name,
                      String.valueOf(
                          group.stream().map(a -> a.found().widths()).distinct().count()),
                      meanPercent(accuracies),
                      same || accuracies.isEmpty()
                          ? "–"
                          : points(
                              StudyStatistics.summary(accuracies).mean()
                                  - StudyStatistics.summary(accuracies(base)).mean()),
                      same ? "–" : p(pairedP(group, base)),
                      same ? "–" : p(StudyStatistics.welchP(accuracies, accuracies(base))),
                      times(relative(group, "latency")),
                      times(relative(group, "energy")),
                      millions(cost(group, "flops")),
                      times(relative(group, "flops")),
                      millions(cost(group, "params")),
                      times(relative(group, "params"))));
            });
    return new StudyTable(
        title,
        List.of(
            "",
            "#networks",
            "#top-1 (trainings)",
            "#points against " + reference,
            "#p, paired by seed",
            "#p, Welch",
            "#latency, x",
            "#energy, x",
            "#MACs",
            "#MACs, x",
            "#PARAMs",
            "#PARAMs, x"),
        rows,
        "Mean ± sample deviation over all trainings of a row. x: against the original on the same"
            + " hardware, whole network simulated. p: two-sided; paired over the seeds of trainings"
            + " (of several networks the mean of each seed), Welch over all trainings.");
  }
}
