package dev.twobit.experiment.study;

import dev.twobit.experiment.run.SearchTrials;
import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.experiment.trial.EvaluationTrialResult;
import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.network.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What searches find from a trained file, beside networks that need no search: every network is
 * trained alike with the same seeds and compared with the original as integers, on test images that
 * chose nothing.
 */
final class EvidenceStudy implements Study {
  /** Its name. */
  static final String NAME = "evidence";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "What a search from trained weights finds";
  }

  @Override
  public List<String> models(String preset) {
    throw new InvalidInputException("--model: found none, expected trained ONNX files");
  }

  @Override
  public List<Arm> arms(List<ArmFactory> factories) {
    return factories.stream().flatMap(f -> new EvidenceArms(f).all().stream()).toList();
  }

  @Override
  public boolean showsEveryCost() {
    return true;
  }

  /** How much trainings scatter decides how many there have to be. */
  @Override
  public boolean comesFirst(Arm arm) {
    return arm.group().equals(EvidenceArms.ORIGINAL);
  }

  @Override
  public List<String> told(List<ArmResult> first) {
    List<String> told = new ArrayList<>();
    byModel(first).forEach((model, arms) -> told.add(spread(model, arms.get(0))));
    return told;
  }

  /** Of files that networks begin with the weights of. */
  @Override
  public List<EvaluationTrial> evaluations(List<Arm> arms) {
    return arms.stream()
        .filter(a -> a.trainings().stream().noneMatch(t -> t.start().hasFreshWeights()))
        .map(Arm::search)
        .map(s -> new EvaluationTrial(s.format(), s.subject(), s.execution().threads()))
        .distinct()
        .toList();
  }

  @Override
  public void show(StudyView view) {
    List<ArmResult> originals = view.group(EvidenceArms.ORIGINAL);
    told(originals).forEach(view::text);
    view.evaluated().forEach((trial, result) -> tell(view, trial, result));
    view.text(
        "Every network begins with what it inherits of the file's weights and is trained alike,"
            + " with the same seeds and images. Differences are those of the integers that are"
            + " deployed, paired with the original by the seed of the training. Every search is in"
            + " the table; one that returned the original has the difference 0.");
    for (ArmResult original : originals) {
      List<ArmResult> arms = view.arms().stream().filter(a -> isOfCase(a, original)).toList();
      EvidenceTables tables = new EvidenceTables(new EvidenceCase(original, arms));
      view.table(tables.arms());
      view.table(tables.networks());
    }
  }

  /** Top-1 of a file's own weights. */
  static void tell(StudyView view, EvaluationTrial trial, EvaluationTrialResult result) {
    view.text(
        String.format(
            Locale.ROOT,
            "%s: the file's own weights, in float, have %.2f %% on %,d test images%s.",
            Path.of(trial.subject().model().where()).getFileName(),
            result.test().top1Percent(),
            result.test().images(),
            result
                .heldOut()
                .map(
                    h ->
                        String.format(
                            Locale.ROOT,
                            " and %.2f %% on %,d held-out ones",
                            h.top1Percent(),
                            h.images()))
                .orElse("")));
    SearchTrials.heldOutWarning(result).ifPresent(view::note);
  }

  /** Same network, same budgets. */
  private static boolean isOfCase(ArmResult arm, ArmResult original) {
    return arm.arm().search().subject().equals(original.arm().search().subject())
        && arm.arm().search().search().budgets().equals(original.arm().search().search().budgets());
  }

  private static Map<String, List<ArmResult>> byModel(List<ArmResult> arms) {
    Map<String, List<ArmResult>> byModel = new LinkedHashMap<>();
    arms.forEach(a -> byModel.computeIfAbsent(a.model(), m -> new ArrayList<>()).add(a));
    return byModel;
  }

  private static String spread(String model, ArmResult original) {
    List<Double> deployed = original.trainings().stream().map(EvidenceCase::deployed).toList();
    int seeds = deployed.size();
    if (seeds < 2) {
      return model + ": one training of the original, whose scatter it does not tell";
    }
    double spread = StudyStatistics.pairSpread(deployed);
    List<Double> trained =
        original.trainings().stream().map(TrainingTrialResult::top1Percent).toList();
    return String.format(
        Locale.ROOT,
        "%s: two trainings of the original differ by %.2f points as deployed (sample deviation over"
            + " all pairs of %d seeds; %.2f as trained): where another network scatters as much, a"
            + " mean difference of %.2f points over these seeds has p = 0.05, two-sided",
        model,
        spread,
        seeds,
        StudyStatistics.pairSpread(trained),
        PairedDifference.quantile(seeds) * spread / Math.sqrt(seeds));
  }
}
