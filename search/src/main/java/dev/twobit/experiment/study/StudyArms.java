package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.experiment.trial.EvaluationTrialResult;
import dev.twobit.experiment.trial.PresentCosts;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.experiment.trial.TrialCache;
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
  private final TrialCache cache;
  private final TrialEngine engine;
  private final PresentCosts present;
  private final boolean everyCost;
  private final TrialExecutor.Done done;
  private final PlannedStudy.Rows rows;
  private final List<Arm> all;
  private final Map<String, SearchTrialResult> found = new HashMap<>();

  /**
   * @param everyCost costs that a search did not tell are simulated
   * @param all arms of the study, of which rows are written
   */
  StudyArms(
      TrialCache cache,
      TrialEngine engine,
      Subjects subjects,
      boolean everyCost,
      TrialExecutor.Done done,
      PlannedStudy.Rows rows,
      List<Arm> all) {
    this.cache = cache;
    this.engine = engine;
    this.present = new PresentCosts(subjects);
    this.everyCost = everyCost;
    this.done = done;
    this.rows = rows;
    this.all = List.copyOf(all);
  }

  /** Runs what has no result yet. */
  List<ArmResult> run(List<Arm> arms) throws IOException {
    TrialExecutor.Done told =
        (trial, result) -> {
          done.accept(trial, result);
          rows.write(StudyRows.of(soFar()));
        };
    engine.run(arms.stream().map(Arm::search).toList(), told);
    engine.run(
        arms.stream().flatMap(a -> a.trained(engine.result(a.search())).stream()).toList(), told);
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

  /** Arms whose network is found, with the trainings that are done. */
  private List<ArmResult> soFar() {
    List<ArmResult> results = new ArrayList<>();
    for (Arm arm : all) {
      Optional<SearchTrialResult> kept =
          cache.find(arm.search()).map(SearchTrialResult.class::cast);
      if (kept.isPresent()) {
        List<TrainingTrial> trained = new ArrayList<>();
        List<TrainingTrialResult> trainings = new ArrayList<>();
        for (TrainingTrial trial : arm.trained(kept.get())) {
          cache
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
