package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.Content;
import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.experiment.trial.EvaluationTrialResult;
import dev.twobit.experiment.trial.HeldOut;
import dev.twobit.experiment.trial.Images;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.experiment.trial.TrialJson;
import dev.twobit.experiment.trial.TrialResult;
import dev.twobit.results.TwobitVersion;
import dev.twobit.results.study.StudyResult;
import dev.twobit.results.study.StudyResult.Fact;
import dev.twobit.results.study.StudyResult.TrialTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts a study's results into the form that its page shows. */
final class StudyAssembly {
  private final StudyRequest request;
  private final Study study;
  private final List<ArmResult> arms;
  private final Map<EvaluationTrial, EvaluationTrialResult> evaluated;

  StudyAssembly(
      StudyRequest request,
      Study study,
      List<ArmResult> arms,
      Map<EvaluationTrial, EvaluationTrialResult> evaluated) {
    this.request = request;
    this.study = study;
    this.arms = List.copyOf(arms);
    this.evaluated = Collections.unmodifiableMap(new LinkedHashMap<>(evaluated));
  }

  StudyResult result() {
    StudyView view = new StudyView(arms, evaluated);
    study.show(view);
    return new StudyResult(
        TwobitVersion.current(),
        request.study(),
        request.preset(),
        study.title(),
        facts(),
        view.page(),
        StudyRows.of(arms),
        times());
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    SearchTrial search = arms.get(0).arm().search();
    facts.add(new Fact("preset", request.preset()));
    facts.add(
        new Fact(
            "models", String.join(", ", arms.stream().map(ArmResult::model).distinct().toList())));
    facts.add(new Fact("data", images(search.subject().images())));
    facts.add(new Fact("normalization", search.subject().images().normalization()));
    facts.add(new Fact("hardware", search.hardware().where()));
    arms.stream()
        .flatMap(a -> a.arm().trainings().stream())
        .findFirst()
        .ifPresent(t -> facts.addAll(trainings(t)));
    facts.add(new Fact("searches", searches(search.search().settings())));
    facts.add(new Fact("threads a trial", String.valueOf(search.execution().threads())));
    facts.add(new Fact("precision", search.arithmetic().precision()));
    return facts;
  }

  private static List<Fact> trainings(TrainingTrial trial) {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(
            "trainings",
            "recipe %s, %d epochs, batches of %d"
                .formatted(
                    trial.training().recipe(),
                    trial.training().values().epochs(),
                    trial.training().values().batchSize())));
    if (!trial.start().hasFreshWeights()) {
      facts.add(new Fact("networks begin with", "weights that they inherit of the file"));
    }
    trial.start().teacher().ifPresent(t -> facts.add(new Fact("teacher", t.file().where())));
    trial.subject().images().heldOut().ifPresent(h -> facts.add(new Fact("held out", heldOut(h))));
    return facts;
  }

  private static String heldOut(HeldOut held) {
    return held.images()
        + " images of "
        + held.source().map(Content::where).orElse("the training images");
  }

  private static String searches(Map<String, String> settings) {
    List<String> some = new ArrayList<>();
    for (String key :
        List.of(
            "preset",
            "warmup-epochs",
            "search-epochs",
            "batch-size",
            "architecture-rate",
            "threshold",
            "coupling",
            "growth")) {
      if (settings.containsKey(key)) {
        some.add(key + " " + settings.get(key));
      }
    }
    return String.join(", ", some) + " (of the first network; all keys are in trial.json)";
  }

  private static String images(Images images) {
    return images.source().where()
        + (images.trainPerClass() > 0
            ? ", the first %d training images of every class".formatted(images.trainPerClass())
            : "")
        + (images.testPerClass() > 0
            ? ", the first %d test images of every class".formatted(images.testPerClass())
            : "");
  }

  private List<TrialTime> times() {
    Map<String, TrialTime> times = new LinkedHashMap<>();
    for (ArmResult arm : arms) {
      add(times, arm.arm().search(), arm.found());
      for (int i = 0; i < arm.trainings().size(); i++) {
        add(times, arm.trained().get(i), arm.trainings().get(i));
      }
    }
    evaluated.forEach((trial, result) -> add(times, trial, result));
    return List.copyOf(times.values());
  }

  private static void add(Map<String, TrialTime> times, Trial trial, TrialResult result) {
    String key = TrialJson.key(trial);
    times.put(key, new TrialTime(key, trial.title(), result.seconds()));
  }
}
