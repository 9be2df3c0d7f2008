package dev.twobit.experiment.trial;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    run(trials, done, (trial, result) -> List.of());
  }

  /**
   * The same with trials that others make possible, which begin as soon as these have ended.
   *
   * @param next asked of every result, one that was there before included
   */
  public void run(List<? extends Trial> trials, TrialExecutor.Done done, TrialExecutor.Next next)
      throws IOException {
    Set<String> seen = new HashSet<>();
    executor.run(
        missing(trials, next, seen),
        (trial, result) -> {
          results.put(TrialJson.key(trial), result);
          done.accept(trial, result);
          return missing(next.after(trial, result), next, seen);
        });
  }

  /** Those without a result, and behind them what the others make possible. */
  private List<Trial> missing(
      List<? extends Trial> trials, TrialExecutor.Next next, Set<String> seen) throws IOException {
    List<Trial> missing = new ArrayList<>();
    Deque<Trial> left = new ArrayDeque<>(trials);
    for (Trial trial = left.poll(); trial != null; trial = left.poll()) {
      String key = TrialJson.key(trial);
      if (seen.add(key)) {
        Optional<TrialResult> known = cache.find(trial);
        if (known.isPresent()) {
          results.put(key, known.get());
          left.addAll(next.after(trial, known.get()));
        } else {
          missing.add(trial);
        }
      }
    }
    return missing;
  }

  /** Whether trials are run in their order, one at a time. */
  public boolean isOneByOne() {
    return executor.isOneByOne();
  }

  /** What a trial ended with that was run; empty before. */
  public Optional<TrialResult> find(Trial trial) {
    return Optional.ofNullable(results.get(TrialJson.key(trial)));
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
