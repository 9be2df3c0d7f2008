package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A case of precision as tables. */
final class PrecisionTables {
  private final PrecisionCase of;

  PrecisionTables(PrecisionCase of) {
    this.of = of;
  }

  /** Every network with what it costs where it runs. */
  StudyTable networks() {
    List<List<String>> rows = new ArrayList<>();
    of.arms().forEach(arm -> rows.add(network(arm)));
    return new StudyTable(
        of.evidence().title("Networks"),
        List.of(
            "found by",
            "on",
            "#whole core, mm2",
            "bits of inner layers",
            "widths",
            "#MACs, x",
            "#PARAMs, x",
            "#back to back, ms",
            "#x",
            "#one by one, ms",
            "#x",
            "#energy, uJ",
            "#x",
            "top-1 as trained, %",
            "top-1 as deployed, %"),
        rows,
        "x: against the original at two bits on the first array. Bits: of all inner layers, then of"
            + " those that have others. Areas are those of the accelerators' files, of the whole"
            + " core. Top-1 of each training in the order of the seeds. In study.csv the columns"
            + " _relative are against the original at the row's own bits, on its own array.");
  }

  private List<String> network(ArmResult arm) {
    SearchTrialResult found = arm.found();
    List<String> row = new ArrayList<>();
    row.add(arm.arm().label());
    row.add(arm.arm().search().hardware().where());
    row.add(String.format(Locale.ROOT, "%.3f", PrecisionCase.coreArea(arm)));
    row.add(StudyRows.bits(arm));
    row.add(found.widths().values().stream().map(String::valueOf).collect(Collectors.joining(" ")));
    row.add(times(arm, a -> a.found().cost("flops")));
    row.add(times(arm, a -> a.found().cost("params")));
    addBoth(row, arm, a -> PrecisionCase.milliseconds(a, "whole"));
    addBoth(row, arm, a -> PrecisionCase.milliseconds(a, "latency"));
    addBoth(row, arm, PrecisionCase::microjoules);
    row.add(each(arm, TrainingTrialResult::top1Percent));
    row.add(each(arm, EvidenceCase::deployed));
    return row;
  }

  private void addBoth(List<String> row, ArmResult arm, ToDoubleFunction<ArmResult> figure) {
    row.add(String.format(Locale.ROOT, "%.4f", figure.applyAsDouble(arm)));
    row.add(times(arm, figure));
  }

  private String times(ArmResult arm, ToDoubleFunction<ArmResult> figure) {
    return Figures.times(figure.applyAsDouble(arm) / figure.applyAsDouble(of.original()));
  }

  private static String each(ArmResult arm, ToDoubleFunction<TrainingTrialResult> figure) {
    return arm.trainings().stream()
        .map(t -> String.format(Locale.ROOT, "%.2f", figure.applyAsDouble(t)))
        .collect(Collectors.joining(" "));
  }

  /** The paper's claim: each arm of other widths against each of other bits. */
  StudyTable widthsAgainstBits() {
    List<List<String>> rows = new ArrayList<>();
    for (String widths : of.groups(PrecisionCase.Freedom.WIDTHS)) {
      for (String bits : of.groups(PrecisionCase.Freedom.BITS)) {
        rows.add(pair(widths, bits));
      }
    }
    for (String both : of.groups(PrecisionCase.Freedom.BOTH)) {
      for (String widths : of.groups(PrecisionCase.Freedom.WIDTHS)) {
        rows.add(pair(widths, both));
      }
      for (String bits : of.groups(PrecisionCase.Freedom.BITS)) {
        rows.add(pair(both, bits));
      }
    }
    return new StudyTable(
        of.evidence().title("Widths against bits"),
        List.of(
            "widths",
            "bits",
            "#points, mean",
            "#standard error",
            "#pairs",
            "#p, one-sided",
            "#p, two-sided"),
        rows,
        "Points of top-1 as deployed by which an arm of other widths is better than one of other"
            + " bits, or of an arm of both against one of either, paired by the seed of the"
            + " training; of several networks the mean of each seed. p is of these two alone, not"
            + " adjusted for the table.");
  }

  private List<String> pair(String widths, String bits) {
    PairedDifference difference =
        PairedDifference.of(
            Figures.bySeed(of.group(widths), EvidenceCase::deployed),
            Figures.bySeed(of.group(bits), EvidenceCase::deployed));
    return List.of(
        widths,
        bits,
        Figures.points(difference.mean()),
        difference.standardError().isPresent()
            ? String.format(Locale.ROOT, "%.2f", difference.standardError().getAsDouble())
            : "–",
        String.valueOf(difference.count()),
        Figures.p(difference.oneSidedP()),
        Figures.p(difference.twoSidedP()));
  }
}
