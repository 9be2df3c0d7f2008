package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.TrainingTrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** One network under one budget: what its arms found against the original. */
final class EvidenceCase {
  private final ArmResult original;
  private final Map<String, List<ArmResult>> groups = new LinkedHashMap<>();

  /**
   * @param arms the original's among them
   */
  EvidenceCase(ArmResult original, List<ArmResult> arms) {
    this.original = original;
    for (ArmResult arm : arms) {
      groups.computeIfAbsent(arm.arm().group(), g -> new ArrayList<>()).add(arm);
    }
  }

  /** Top-1 of the integers, 0..100. */
  static double deployed(TrainingTrialResult training) {
    return training.deployedTop1Percent().orElse(Double.NaN);
  }

  String title(String what) {
    return "%s: %s, %s"
        .formatted(
            what, original.model(), String.join(" ", original.arm().search().search().budgets()));
  }

  ArmResult original() {
    return original;
  }

  List<ArmResult> arms(String group) {
    return groups.getOrDefault(group, List.of());
  }

  List<ArmResult> all() {
    return groups.values().stream().flatMap(List::stream).toList();
  }

  /** Whether it is the same network with the same bits. */
  boolean isOriginal(ArmResult arm) {
    return arm.found().widths().equals(original.found().widths())
        && arm.found()
            .arithmetic(arm.arm().search().arithmetic())
            .equals(original.arm().search().arithmetic());
  }

  /** As deployed, points; of several networks the mean of each seed. */
  PairedDifference deployed(List<ArmResult> arms) {
    return difference(arms, EvidenceCase::deployed);
  }

  /** Likewise as trained. */
  PairedDifference trained(List<ArmResult> arms) {
    return difference(arms, TrainingTrialResult::top1Percent);
  }

  private PairedDifference difference(
      List<ArmResult> arms, ToDoubleFunction<TrainingTrialResult> figure) {
    return PairedDifference.of(
        Figures.bySeed(arms, figure), Figures.bySeed(List.of(original), figure));
  }

  /** As deployed, of every arm but the original's. */
  Map<String, PairedDifference> differences() {
    Map<String, PairedDifference> differences = new LinkedHashMap<>();
    groups.forEach((name, arms) -> differences.put(name, deployed(arms)));
    differences.remove(original.arm().group());
    return differences;
  }

  /** Least mean difference of the networks of an arm. */
  double worst(String group) {
    return arms(group).stream()
        .mapToDouble(a -> deployed(List.of(a)).mean())
        .min()
        .orElse(Double.NaN);
  }

  /** Two-sided p of the arms that have one, adjusted for all of them. */
  Map<String, Double> holm() {
    Map<String, Double> p = new LinkedHashMap<>();
    differences().forEach((name, d) -> d.twoSidedP().ifPresent(value -> p.put(name, value)));
    List<String> names = List.copyOf(p.keySet());
    List<Double> adjusted = StudyStatistics.holm(List.copyOf(p.values()));
    for (int i = 0; i < names.size(); i++) {
      p.put(names.get(i), adjusted.get(i));
    }
    return p;
  }
}
