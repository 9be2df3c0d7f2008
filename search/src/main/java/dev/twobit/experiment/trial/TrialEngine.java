package dev.twobit.experiment.trial;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs trials that have no result yet, equal ones once, and keeps every result. */
public final class TrialEngine {
  private final TrialCache cache;
  private final TrialExecutor executor;
  private final Map<String, TrialResult> results = new LinkedHashMap<>();

  public TrialEngine(TrialCache cache, TrialExecutor executor) {
    this.cache = cache;
    this.executor = executor;
  }

  /**
   * Returns when all have their result.
   *
   * @param done told of every result that was not there before
   */
  public void run(List<? extends Trial> trials, TrialExecutor.Done done) throws IOException {
    Map<String, Trial> left = new LinkedHashMap<>();
    for (Trial trial : trials) {
      String key = TrialJson.key(trial);
      Optional<TrialResult> known = cache.find(trial);
      if (known.isPresent()) {
        results.put(key, known.get());
      } else {
        left.put(key, trial);
      }
    }
    executor.run(
        List.copyOf(left.values()),
        (trial, result) -> {
          cache.put(trial, result);
          results.put(TrialJson.key(trial), result);
          done.accept(trial, result);
        });
  }

  /** What a trial that was run ended with. */
  public SearchTrialResult result(SearchTrial trial) {
    return (SearchTrialResult) any(trial);
  }

  /** What a trial that was run ended with. */
  public TrainingTrialResult result(TrainingTrial trial) {
    return (TrainingTrialResult) any(trial);
  }

  /** What a trial that was run ended with. */
  public ProbeTrialResult result(ProbeTrial trial) {
    return (ProbeTrialResult) any(trial);
  }

  /** What a trial that was run ended with. */
  public EvaluationTrialResult result(EvaluationTrial trial) {
    return (EvaluationTrialResult) any(trial);
  }

  /** What a trial that was run ended with. */
  public DrawTrialResult result(DrawTrial trial) {
    return (DrawTrialResult) any(trial);
  }

  /** What a trial that was run ended with. */
  public JudgingTrialResult result(JudgingTrial trial) {
    return (JudgingTrialResult) any(trial);
  }

  private TrialResult any(Trial trial) {
    TrialResult result = results.get(TrialJson.key(trial));
    if (result == null) {
      throw new IllegalStateException("no result of " + trial.title());
    }
    return result;
  }
}
