package dev.twobit.experiment.trial;

import dev.twobit.training.CheckpointInterval;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where trials write: the log of a trial, what its epochs are called in it, and checkpoints. */
public interface TrialPlaces {
  /**
   * @param folder the trial's own
   */
  EpochLog log(Trial trial, Path folder) throws IOException;

  /** Phase of a training in the log. */
  String phase(TrainingTrial trial);

  /**
   * Of a training.
   *
   * @param folder the trial's own, out of which they go when it has its result
   */
  default Checkpoints checkpoints(Path folder) {
    return new Checkpoints(
        folder.resolve(TrialWork.CHECKPOINT + "-training"),
        CheckpointInterval.parse("interval", "10min"));
  }

  /**
   * Where scores of networks that a search trains are kept beyond it: files of names that begin so.
   * Empty: they are the search's own and go with its checkpoint.
   */
  default Optional<Path> scores(SearchTrial trial) {
    return Optional.empty();
  }

  /**
   * What a training goes on from.
   *
   * @param file read if it exists
   * @param interval how often it is written within an epoch
   */
  record Checkpoints(Path file, CheckpointInterval interval) {}

  /** All trials share one log. */
  static TrialPlaces in(EpochLog log, Function<TrainingTrial, String> phase) {
    return new TrialPlaces() {
      @Override
      public EpochLog log(Trial trial, Path folder) {
        return log;
      }

      @Override
      public String phase(TrainingTrial trial) {
        return phase.apply(trial);
      }
    };
  }

  /**
   * Trainings share one log, and each search has its own in its folder; searches that differ in
   * their budgets alone share what networks scored.
   *
   * @param scores folder of these scores, kept under the hash of what decides them
   */
  static TrialPlaces ofBudgets(EpochLog log, Function<TrainingTrial, String> phase, Path scores) {
    return new TrialPlaces() {
      @Override
      public EpochLog log(Trial trial, Path folder) throws IOException {
        return trial.fold(
            new Trial.Cases<EpochLog>() {
              @Override
              public EpochLog search(SearchTrial search) throws IOException {
                return apart().log(search, folder);
              }

              @Override
              public EpochLog training(TrainingTrial training) {
                return log;
              }

              @Override
              public EpochLog probe(ProbeTrial probe) {
                return log;
              }

              @Override
              public EpochLog evaluation(EvaluationTrial evaluation) {
                return log;
              }

              @Override
              public EpochLog draw(DrawTrial draw) {
                return log;
              }

              @Override
              public EpochLog judging(JudgingTrial judging) {
                return log;
              }
            });
      }

      @Override
      public String phase(TrainingTrial trial) {
        return phase.apply(trial);
      }

      @Override
      public Optional<Path> scores(SearchTrial trial) {
        SearchTrial judged = trial.with(trial.search().with(List.of()));
        return Optional.of(scores.resolve(TrialJson.key(judged)).resolve("score"));
      }
    };
  }

  /** One training, which is found in its checkpoints when it is done, too. */
  static TrialPlaces of(EpochLog log, String phase, Checkpoints checkpoints) {
    return new TrialPlaces() {
      @Override
      public EpochLog log(Trial trial, Path folder) {
        return log;
      }

      @Override
      public String phase(TrainingTrial trial) {
        return phase;
      }

      @Override
      public Checkpoints checkpoints(Path folder) {
        return checkpoints;
      }
    };
  }

  /** Every trial has a log of its own. */
  static TrialPlaces apart() {
    return new TrialPlaces() {
      @Override
      public EpochLog log(Trial trial, Path folder) throws IOException {
        return new EpochLog(folder.resolve("log.jsonl"));
      }

      @Override
      public String phase(TrainingTrial trial) {
        return "train";
      }
    };
  }
}
