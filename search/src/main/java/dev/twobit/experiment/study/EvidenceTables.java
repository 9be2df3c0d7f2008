package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One network under one budget: its arms, and every network that was found. */
final class EvidenceTables {
  private static final String NONE = "–";

  private final ArmResult original;
  private final Map<String, List<ArmResult>> groups = new LinkedHashMap<>();

  /**
   * @param arms the original's among them
   */
  EvidenceTables(ArmResult original, List<ArmResult> arms) {
    this.original = original;
    for (ArmResult arm : arms) {
      groups.computeIfAbsent(arm.arm().group(), g -> new ArrayList<>()).add(arm);
    }
  }

  /** Top-1 of the integers, 0..100. */
  static double deployed(TrainingTrialResult training) {
    return training.deployedTop1Percent().orElse(Double.NaN);
  }

  private String title(String what) {
    return "%s: %s, %s"
        .formatted(
            what, original.model(), String.join(" ", original.arm().search().search().budgets()));
  }

  private PairedDifference difference(
      List<ArmResult> arms, ToDoubleFunction<TrainingTrialResult> figure) {
    return PairedDifference.of(
        Figures.bySeed(arms, figure), Figures.bySeed(List.of(original), figure));
  }

  private boolean isOriginal(ArmResult arm) {
    return arm.found().widths().equals(original.found().widths());
  }

  StudyTable arms() {
    Map<String, PairedDifference> differences = new LinkedHashMap<>();
    groups.forEach(
        (name, arms) -> {
          if (!name.equals(original.arm().group())) {
            differences.put(name, difference(arms, EvidenceTables::deployed));
          }
        });
    Map<String, Double> holm = holm(differences);
    List<List<String>> rows = new ArrayList<>();
    differences.forEach(
        (name, difference) -> {
          List<ArmResult> arms = groups.getOrDefault(name, List.of());
          double worst =
              arms.stream()
                  .mapToDouble(a -> difference(List.of(a), EvidenceTables::deployed).mean())
                  .min()
                  .orElse(Double.NaN);
          List<String> row = new ArrayList<>();
          row.add(name);
          row.add(String.valueOf(arms.size()));
          row.add(String.valueOf(arms.stream().filter(a -> !isOriginal(a)).count()));
          row.add(Figures.points(difference.mean()));
          row.add(Figures.points(worst));
          row.addAll(test(difference));
          row.add(
              p(
                  holm.containsKey(name)
                      ? OptionalDouble.of(holm.getOrDefault(name, 1.0))
                      : OptionalDouble.empty()));
          row.add(Figures.points(difference(arms, TrainingTrialResult::top1Percent).mean()));
          rows.add(row);
        });
    return new StudyTable(
        title("Arms"),
        List.of(
            "",
            "#networks",
            "#other than the original",
            "#points, mean",
            "#points, worst network",
            "#standard error",
            "#pairs",
            "#p, one-sided",
            "#p, two-sided",
            "95 % interval",
            "#p, Holm",
            "#points as trained"),
        rows,
        "Points of top-1 against the original, as deployed, paired by the seed of the training; of"
            + " several networks the mean of each seed. p, one-sided: of a network that is better."
            + " Holm: two-sided, adjusted for all arms of this table.");
  }

  private static Map<String, Double> holm(Map<String, PairedDifference> differences) {
    List<String> names = new ArrayList<>();
    List<Double> p = new ArrayList<>();
    differences.forEach(
        (name, difference) ->
            difference
                .twoSidedP()
                .ifPresent(
                    value -> {
                      names.add(name);
                      p.add(value);
                    }));
    List<Double> adjusted = StudyStatistics.holm(p);
    Map<String, Double> byName = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      byName.put(names.get(i), adjusted.get(i));
    }
    return byName;
  }

  StudyTable networks() {
    List<List<String>> rows = new ArrayList<>();
    groups.values().stream().flatMap(List::stream).forEach(arm -> rows.add(network(arm)));
    return new StudyTable(
        title("Networks"),
        List.of(
            "found by",
            "#seed",
            "widths",
            "#MACs, x",
            "#PARAMs, x",
            "#latency, x",
            "#back to back, x",
            "#energy, x",
            "top-1 as trained, %",
            "top-1 as deployed, %",
            "#points",
            "#standard error",
            "#pairs",
            "#p, one-sided",
            "#p, two-sided",
            "95 % interval",
            "#points as trained"),
        rows,
        "x: against the original, simulated; latency of the layers one by one, and back to back."
            + " Top-1 of each training in the order of the seeds. Widths of all convolutions of the"
            + " model, in network order.");
  }

  private List<String> network(ArmResult arm) {
    SearchTrialResult found = arm.found();
    PairedDifference difference = difference(List.of(arm), EvidenceTables::deployed);
    boolean same = arm == original;
    List<String> row = new ArrayList<>();
    row.add(arm.arm().label());
    row.add(String.valueOf(arm.arm().search().execution().seed()));
    row.add(found.widths().values().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    for (String kind : List.of("flops", "params", "latency", "whole", "energy")) {
      row.add(found.costs().containsKey(kind) ? Figures.times(found.relative(kind)) : NONE);
    }
    row.add(each(arm, TrainingTrialResult::top1Percent));
    row.add(each(arm, EvidenceTables::deployed));
    row.add(same ? NONE : Figures.points(difference.mean()));
    row.addAll(same ? List.of(NONE, NONE, NONE, NONE, NONE) : test(difference));
    row.add(
        same
            ? NONE
            : Figures.points(difference(List.of(arm), TrainingTrialResult::top1Percent).mean()));
    return row;
  }

  /** Standard error, pairs, both p and the interval. */
  private static List<String> test(PairedDifference d) {
    return List.of(
        d.standardError().isPresent()
            ? String.format(Locale.ROOT, "%.2f", d.standardError().getAsDouble())
            : NONE,
        String.valueOf(d.count()),
        p(d.oneSidedP()),
        p(d.twoSidedP()),
        d.halfInterval().isPresent()
            ? "%s to %s"
                .formatted(
                    Figures.points(d.mean() - d.halfInterval().getAsDouble()),
                    Figures.points(d.mean() + d.halfInterval().getAsDouble()))
            : NONE);
  }

  private static String each(ArmResult arm, ToDoubleFunction<TrainingTrialResult> figure) {
    return arm.trainings().stream()
        .map(t -> String.format(Locale.ROOT, "%.2f", figure.applyAsDouble(t)))
        .collect(Collectors.joining(" "));
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // of a test that may not be possible
  private static String p(OptionalDouble p) {
    return p.isPresent() ? String.format(Locale.ROOT, "%.4f", p.getAsDouble()) : NONE;
  }
}
