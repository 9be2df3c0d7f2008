package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A case of evidence as tables: its arms, and every network that was found. */
final class EvidenceTables {
  private static final String NONE = "–";

  private final EvidenceCase of;

  EvidenceTables(EvidenceCase of) {
    this.of = of;
  }

  StudyTable arms() {
    Map<String, Double> holm = of.holm();
    List<List<String>> rows = new ArrayList<>();
    of.differences()
        .forEach(
            (name, difference) -> {
              List<ArmResult> arms = of.arms(name);
              List<String> row = new ArrayList<>();
              row.add(name);
              row.add(String.valueOf(arms.size()));
              row.add(String.valueOf(arms.stream().filter(a -> !of.isOriginal(a)).count()));
              row.add(Figures.points(difference.mean()));
              row.add(Figures.points(of.worst(name)));
              row.addAll(test(difference));
              Double adjusted = holm.get(name);
              row.add(adjusted == null ? NONE : p(OptionalDouble.of(adjusted)));
              row.add(Figures.points(of.trained(arms).mean()));
              rows.add(row);
            });
    return new StudyTable(
        of.title("Arms"),
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

  StudyTable networks() {
    List<List<String>> rows = new ArrayList<>();
    of.all().forEach(arm -> rows.add(network(arm)));
    return new StudyTable(
        of.title("Networks"),
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
    PairedDifference difference = of.deployed(List.of(arm));
    boolean same = arm == of.original();
    List<String> row = new ArrayList<>();
    row.add(arm.arm().label());
    row.add(String.valueOf(arm.arm().search().execution().seed()));
    row.add(found.widths().values().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    for (String kind : List.of("flops", "params", "latency", "whole", "energy")) {
      row.add(found.costs().containsKey(kind) ? Figures.times(found.relative(kind)) : NONE);
    }
    row.add(each(arm, TrainingTrialResult::top1Percent));
    row.add(each(arm, EvidenceCase::deployed));
    row.add(same ? NONE : Figures.points(difference.mean()));
    row.addAll(same ? List.of(NONE, NONE, NONE, NONE, NONE) : test(difference));
    row.add(same ? NONE : Figures.points(of.trained(List.of(arm)).mean()));
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
