package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.hardware.SiliconComparison;
import dev.twobit.results.study.StudyChart;
import dev.twobit.results.study.StudyChart.Kind;
import dev.twobit.results.study.StudyChart.Point;
import dev.twobit.results.study.StudyChart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Widths at one precision against bits of a fixed network, at equal silicon and under one limit:
 * the paper's argument for uniform precision, simulated and trained.
 */
final class PrecisionStudy implements Study {
  /** Its name. */
  static final String NAME = "precision";

  /** Fewer say nothing of a difference. */
  private static final int SEEDS_OF_A_VERDICT = 5;

  private final EvidenceStudy evidence = new EvidenceStudy();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "Adapted widths against mixed precision at equal silicon";
  }

  @Override
  public List<String> models(String preset) {
    return evidence.models(preset);
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    return factories.stream().flatMap(f -> new PrecisionArms(f).all().stream()).toList();
  }

  @Override
  public boolean showsEveryCost() {
    return true;
  }

  @Override
  public boolean comesFirst(Arm arm) {
    return evidence.comesFirst(arm);
  }

  @Override
  public List<String> told(List<ArmResult> first) {
    return evidence.told(first);
  }

  @Override
  public List<EvaluationTrial> evaluations(List<Arm> arms) {
    return evidence.evaluations(arms);
  }

  @Override
  public void show(StudyView view) {
    List<PrecisionCase> cases = PrecisionCase.of(view.arms());
    told(view.group(EvidenceArms.ORIGINAL)).forEach(view::text);
    view.evaluated().forEach((trial, result) -> EvidenceStudy.tell(view, trial, result));
    view.text(silicon(cases.get(0).original()));
    view.text(
        "Every network begins with what it inherits of the file's weights and is trained alike,"
            + " with the same seeds and images, and is scored as the integers that are deployed. No"
            + " other network is above the limit, a share of what the original costs at two bits on"
            + " the first array.");
    view.text(
        "Paper: a uniform precision with widths adapted to it is better than a fixed network of"
            + " mixed precision, for hardware of several precisions is dear. The table of widths"
            + " against bits is that claim, on arrays of equal silicon.");
    for (PrecisionCase one : cases) {
      if (one.original().trainings().size() < SEEDS_OF_A_VERDICT) {
        view.note(
            "%s, %s: %d paired seeds; fewer than %d are a trial of the study, no verdict"
                .formatted(
                    one.original().model(),
                    one.limit(),
                    one.original().trainings().size(),
                    SEEDS_OF_A_VERDICT));
      }
      fits(one).forEach(view::text);
      PrecisionTables tables = new PrecisionTables(one);
      view.table(tables.networks());
      view.table(new EvidenceTables(one.evidence()).arms());
      view.table(tables.widthsAgainstBits());
    }
    view.chart(
        chart(
            "latency",
            "latency back to back, ms",
            view,
            a -> PrecisionCase.milliseconds(a, "whole")));
    view.chart(chart("energy", "energy, uJ", view, PrecisionCase::microjoules));
  }

  private static String silicon(ArmResult original) {
    return SiliconComparison.ofSibling(PrecisionCase.hardware(original))
        .map(
            c ->
                String.format(
                    Locale.ROOT,
                    "Silicon: the whole core of %s is %.3f times that of %s, its MACs (with what"
                        + " composes wider operands) %.3f times.",
                    c.hardware(),
                    c.wholeCoreAreaRatio(),
                    c.against(),
                    c.macArrayAreaRatio()))
        .orElse(
            original.arm().search().hardware().where()
                + " names no array that it is equal to in silicon.");
  }

  /** What the limit leaves to arms of other bits: with little, there is nothing to choose. */
  private static List<String> fits(PrecisionCase one) {
    List<String> told = new ArrayList<>();
    for (ArmResult arm : one.arms()) {
      boolean ofBits = one.groups(PrecisionCase.Freedom.BITS).contains(arm.arm().group());
      if (ofBits) {
        String what = "%s, %s, %s: ".formatted(arm.model(), one.limit(), arm.arm().label());
        told.add(
            what
                + (arm.arm().search().arithmetic().bits()
                        == one.original().arm().search().arithmetic().bits()
                    ? chosen(one, arm)
                    : narrowed(one, arm)));
      }
    }
    return told;
  }

  private static String chosen(PrecisionCase one, ArmResult arm) {
    return one.evidence().isOriginal(arm)
        ? "two bits everywhere, which is the original"
        : arm.found().bitsOf().size() + " inner layers have other bits than two";
  }

  private static String narrowed(PrecisionCase one, ArmResult arm) {
    double asItIs = arm.found().originalCosts().getOrDefault("whole", Double.NaN);
    double clocks = PrecisionCase.hardware(arm).clockMegahertz();
    return String.format(
        Locale.ROOT,
        "as it is the network takes %.3f times the latency of the original at two bits, back to"
            + " back; at the widths that fit it has %.3f of its MACs",
        asItIs / clocks * 1e-3 / PrecisionCase.milliseconds(one.original(), "whole"),
        arm.found().relative("flops"));
  }

  private static StudyChart chart(
      String name, String xName, StudyView view, ToDoubleFunction<ArmResult> x) {
    List<Series> series = new ArrayList<>();
    view.groups()
        .forEach(
            (group, arms) -> {
              List<Point> points = new ArrayList<>();
              for (ArmResult arm : arms) {
                List<Double> deployed =
                    arm.trainings().stream().map(EvidenceCase::deployed).toList();
                if (!deployed.isEmpty()) {
                  StudyStatistics.Summary s = StudyStatistics.summary(deployed);
                  points.add(new Point(x.applyAsDouble(arm), s.mean(), s.deviation()));
                }
              }
              series.add(new Series(group, false, points));
            });
    return new StudyChart(
        name,
        Kind.DOTS,
        "Every network as deployed: means over the seeds of its training, with sample deviations.",
        xName,
        "top-1, %",
        List.of(),
        series);
  }
}
