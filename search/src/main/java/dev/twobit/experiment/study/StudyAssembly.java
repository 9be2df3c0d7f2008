package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.Images;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.experiment.trial.TrialJson;
import dev.twobit.experiment.trial.TrialResult;
import dev.twobit.results.TwobitVersion;
import dev.twobit.results.study.StudyResult;
import dev.twobit.results.study.StudyResult.Fact;
import dev.twobit.results.study.StudyResult.TrialTime;
import dev.twobit.results.study.StudyRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a study's results into the form that its page shows. */
final class StudyAssembly {
  private final StudyRequest request;
  private final Study study;
  private final List<ArmResult> arms;

  StudyAssembly(StudyRequest request, Study study, List<ArmResult> arms) {
    this.request = request;
    this.study = study;
    this.arms = List.copyOf(arms);
  }

  StudyResult result() {
    StudyView view = new StudyView(arms);
    study.show(view);
    return new StudyResult(
        TwobitVersion.current(),
        request.study(),
        request.preset(),
        study.title(),
        facts(),
        view.page(),
        rows(),
        times());
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    SearchTrial search = arms.get(0).arm().search();
    facts.add(new Fact("preset", request.preset()));
    facts.add(
        new Fact(
            "models",
            String.join(", ", arms.stream().map(StudyAssembly::model).distinct().toList())));
    facts.add(new Fact("data", images(search.subject().images())));
    facts.add(new Fact("normalization", search.subject().images().normalization()));
    facts.add(new Fact("hardware", search.hardware().where()));
    arms.stream()
        .flatMap(a -> a.arm().trainings().stream())
        .findFirst()
        .ifPresent(
            t ->
                facts.add(
                    new Fact(
                        "trainings",
                        "recipe %s, %d epochs, batches of %d"
                            .formatted(
                                t.training().recipe(),
                                t.training().values().epochs(),
                                t.training().values().batchSize()))));
    facts.add(new Fact("searches", searches(search.search().settings())));
    facts.add(new Fact("threads a trial", String.valueOf(search.execution().threads())));
    facts.add(new Fact("precision", search.arithmetic().precision()));
    return facts;
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

  static String model(ArmResult arm) {
    Path file = Path.of(arm.arm().search().subject().model().where());
    return String.valueOf(file.getFileName());
  }

  private List<StudyRow> rows() {
    List<StudyRow> rows = new ArrayList<>();
    for (ArmResult arm : arms) {
      if (arm.trainings().isEmpty()) {
        rows.add(row(arm, Optional.empty()));
      }
      for (int i = 0; i < arm.trainings().size(); i++) {
        TrainingTrialResult t = arm.trainings().get(i);
        rows.add(
            row(
                arm,
                Optional.of(
                    new StudyRow.Training(
                        TrialJson.key(arm.trained().get(i)),
                        arm.trained().get(i).execution().seed(),
                        t.top1Percent(),
                        t.top5Percent(),
                        t.bestTop1Percent()))));
      }
    }
    return rows;
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // empty: not trained
  private static StudyRow row(ArmResult arm, Optional<StudyRow.Training> training) {
    SearchTrialResult found = arm.found();
    SearchTrial search = arm.arm().search();
    Map<String, Double> relative = new LinkedHashMap<>();
    found.costs().keySet().forEach(kind -> relative.put(kind, found.relative(kind)));
    return new StudyRow(
        arm.arm().group(),
        arm.arm().label(),
        model(arm),
        new StudyRow.Found(
            TrialJson.key(search),
            search.search().method(),
            search.search().budgets(),
            search.execution().seed(),
            found.costs(),
            relative,
            found.expansions().size(),
            found.widths()),
        training);
  }

  private List<TrialTime> times() {
    Map<String, TrialTime> times = new LinkedHashMap<>();
    for (ArmResult arm : arms) {
      add(times, arm.arm().search(), arm.found());
      for (int i = 0; i < arm.trainings().size(); i++) {
        add(times, arm.trained().get(i), arm.trainings().get(i));
      }
    }
    return List.copyOf(times.values());
  }

  private static void add(Map<String, TrialTime> times, Trial trial, TrialResult result) {
    String key = TrialJson.key(trial);
    times.put(key, new TrialTime(key, trial.title(), result.seconds()));
  }
}
