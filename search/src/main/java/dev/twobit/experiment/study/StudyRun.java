package dev.twobit.experiment.study;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.engine.Engines;
import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.SearchWork;
import dev.twobit.experiment.trial.Stops;
import dev.twobit.experiment.trial.StudyProgress;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.TrialCache;
import dev.twobit.experiment.trial.TrialEngine;
import dev.twobit.experiment.trial.TrialExecutor;
import dev.twobit.experiment.trial.TrialJson;
import dev.twobit.experiment.trial.TrialResult;
import dev.twobit.results.study.StudyResult;
import dev.twobit.search.SearchTask;
import dev.twobit.search.baseline.SearchMethodRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Runs a study: its searches, then the trainings of what they found, then what it shows. */
public final class StudyRun implements PlannedStudy {
  private final StudyRequest request;
  private final Study study;
  private final Subjects subjects = new Subjects();
  private final TrialCache cache;
  private final List<Arm> arms;
  private final Estimate estimate;

  private StudyRun(StudyRequest request) throws IOException {
    this.request = request;
    this.study = StudyRegistry.named(request.study());
    this.cache = new TrialCache(trials(request.out()));
    StudyPreset preset = StudyPreset.named(request.preset(), study.imageNet());
    List<String> models =
        request.inputs().models().isEmpty()
            ? study.models(request.preset())
            : request.inputs().models();
    List<ArmFactory> factories = new ArrayList<>();
    for (String model : models) {
      factories.add(
          new ArmFactory(
              request, preset, subjects, new StudyModels(request, subjects).model(model)));
    }
    this.arms = study.arms(factories);
    this.estimate = new Estimate(subjects);
    check();
  }

  /** Where trials are kept of studies in a folder. */
  static Path trials(Path out) {
    return out.resolve("trials");
  }

  /** All input is checked, and nothing is run. */
  public static StudyRun of(StudyRequest request) throws IOException {
    return new StudyRun(request);
  }

  private void check() {
    Engines.require(request.execution().engine(), request.execution().threads());
    Set<String> seen = new LinkedHashSet<>();
    for (Arm arm : arms) {
      SearchTrial s = arm.search();
      if (seen.add(s.subject().toString() + s.search() + s.arithmetic().quantization())) {
        SearchTask task = SearchWork.task(subjects, s);
        SearchMethodRegistry.named(s.search().method(), s.search().searchSettings()).check(task);
      }
    }
  }

  @Override
  public StudyPlan plan() {
    List<StudyPlan.Entry> entries = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Arm arm : arms) {
      String key = TrialJson.key(arm.search());
      Optional<TrialResult> found = cache.find(arm.search());
      if (seen.add(key)) {
        entries.add(
            new StudyPlan.Entry(
                arm.label(),
                arm.search().title(),
                key,
                found.isPresent(),
                found.isPresent() ? 0 : estimate.seconds(arm.search())));
      }
      for (TrainingTrial template : arm.trainings()) {
        Optional<TrainingTrial> trial =
            found.map(f -> arm.trained(template, (SearchTrialResult) f));
        String training = trial.map(TrialJson::key).orElse("");
        boolean done = trial.isPresent() && cache.find(trial.get()).isPresent();
        if (training.isEmpty() || seen.add(training)) {
          entries.add(
              new StudyPlan.Entry(
                  arm.label(),
                  template.title(),
                  training,
                  done,
                  done ? 0 : estimate.seconds(template, arm.search())));
        }
      }
    }
    for (EvaluationTrial trial : study.evaluations(arms)) {
      entries.add(
          new StudyPlan.Entry(
              "the file", trial.title(), TrialJson.key(trial), cache.find(trial).isPresent(), 0));
    }
    double work = entries.stream().mapToDouble(StudyPlan.Entry::seconds).sum();
    return new StudyPlan(entries, work / request.execution().engine().atATime(), spread());
  }

  private String spread() {
    SearchTrial trial = arms.get(0).search();
    return StudyPlan.spread(SearchWork.task(subjects, trial), trial);
  }

  @Override
  public StudyResult run(StudyPlan plan, ProgressLine line, Stops stops, Rows rows)
      throws IOException {
    StudyProgress progress = new StudyProgress(line, request.execution().engine().isHere());
    StudyTimes times = new StudyTimes(plan, progress);
    try (TrialExecutor executor = executor(progress, stops)) {
      TrialEngine engine = new TrialEngine(cache, executor);
      StudyArms work =
          new StudyArms(engine, subjects, study.showsEveryCost(), times::done, rows, arms);
      List<Arm> first = arms.stream().filter(study::comesFirst).toList();
      if (!engine.isOneByOne()) {
        work.begin(firstOfAll(first)); // none waits for what is told of the first
      }
      study.told(work.run(first)).forEach(progress::say);
      List<ArmResult> results = work.run(arms);
      return new StudyAssembly(request, study, results, work.evaluate(study.evaluations(arms)))
          .result();
    }
  }

  private List<Arm> firstOfAll(List<Arm> first) {
    return Stream.concat(first.stream(), arms.stream().filter(a -> !first.contains(a))).toList();
  }

  private TrialExecutor executor(StudyProgress progress, Stops stops) throws IOException {
    return Engines.open(
        request.execution().engine(),
        trials(request.out()),
        subjects,
        request.execution().threads(),
        progress,
        stops);
  }
}
