package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.experiment.trial.EvaluationTrialResult;
import dev.twobit.experiment.trial.PresentCosts;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.experiment.trial.TrialEngine;
import dev.twobit.experiment.trial.TrialExecutor;
import dev.twobit.experiment.trial.TrialJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs arms, searches before trainings, and has what they ended with. */
final class StudyArms {
  private static final long PAUSES = 20;

  private final TrialEngine engine;
  private final PresentCosts present;
  private final boolean everyCost;
  private final TrialExecutor.Done done;
  private final PlannedStudy.Rows rows;
  private final List<Arm> all;
  private final Map<String, SearchTrialResult> found = new HashMap<>();
  private long rowsWritten = Long.MIN_VALUE / 2;
  private long rowsTook;
  private boolean behind;

  /**
   * @param everyCost costs that a search did not tell are simulated
   * @param all arms of the study, of which rows are written
   */
  StudyArms(
      TrialEngine engine,
      Subjects subjects,
      boolean everyCost,
      TrialExecutor.Done done,
      PlannedStudy.Rows rows,
      List<Arm> all) {
    this.engine = engine;
    this.present = new PresentCosts(subjects);
    this.everyCost = everyCost;
    this.done = done;
    this.rows = rows;
    this.all = List.copyOf(all);
  }

  /** Runs what has no result yet: a training as soon as its network is found. */
  void begin(List<Arm> arms) throws IOException {
    Map<String, List<Arm>> bySearch = new HashMap<>();
    for (Arm arm : arms) {
      bySearch.computeIfAbsent(TrialJson.key(arm.search()), key -> new ArrayList<>()).add(arm);
    }
    engine.run(
        arms.stream().map(Arm::search).toList(),
        (trial, result) -> {
          done.accept(trial, result);
          writeRows();
        },
        (trial, result) ->
            result instanceof SearchTrialResult found
                ? bySearch.getOrDefault(TrialJson.key(trial), List.of()).stream()
                    .flatMap(arm -> arm.trained(found).stream())
                    .toList()
                : List.of());
    if (behind) {
      writeAll();
    }
  }

  /** The same, and what they ended with. */
  List<ArmResult> run(List<Arm> arms) throws IOException {
    begin(arms);
    List<ArmResult> results = new ArrayList<>();
    for (Arm arm : arms) {
      List<TrainingTrial> trained = arm.trained(engine.result(arm.search()));
      results.add(
          new ArmResult(
              arm,
              found(arm.search(), engine.result(arm.search())),
              trained,
              trained.stream().map(engine::result).toList()));
    }
    return results;
  }

  /** Tests of files' own weights likewise. */
  Map<EvaluationTrial, EvaluationTrialResult> evaluate(List<EvaluationTrial> trials)
      throws IOException {
    engine.run(trials, done);
    Map<EvaluationTrial, EvaluationTrialResult> results = new LinkedHashMap<>();
    trials.forEach(trial -> results.put(trial, engine.result(trial)));
    return results;
  }

  /** However many trials there are, most of the time is not spent on rows. */
  private void writeRows() throws IOException {
    behind = System.nanoTime() - rowsWritten <= PAUSES * rowsTook;
    if (!behind) {
      writeAll();
    }
  }

  private void writeAll() throws IOException {
    long now = System.nanoTime();
    rows.write(StudyRows.of(soFar()));
    rowsWritten = System.nanoTime();
    rowsTook = rowsWritten - now;
    behind = false;
  }

  /** Arms whose network is found, with the trainings that are done. */
  private List<ArmResult> soFar() {
    List<ArmResult> results = new ArrayList<>();
    for (Arm arm : all) {
      Optional<SearchTrialResult> kept =
          engine.find(arm.search()).map(SearchTrialResult.class::cast);
      if (kept.isPresent()) {
        List<TrainingTrial> trained = new ArrayList<>();
        List<TrainingTrialResult> trainings = new ArrayList<>();
        for (TrainingTrial trial : arm.trained(kept.get())) {
          engine
              .find(trial)
              .map(TrainingTrialResult.class::cast)
              .ifPresent(
                  result -> {
                    trained.add(trial);
                    trainings.add(result);
                  });
        }
        results.add(new ArmResult(arm, found(arm.search(), kept.get()), trained, trainings));
      }
    }
    return results;
  }

  private SearchTrialResult found(SearchTrial search, SearchTrialResult result) {
    return everyCost
        ? found.computeIfAbsent(
            TrialJson.key(search), key -> result.withMissing(present.of(search, result)))
        : result;
  }
}
