package dev.twobit.experiment.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** Where trials write: the log of a trial, and what its epochs are called in it. */
public interface TrialPlaces {
  /**
   * @param folder the trial's own
   */
  EpochLog log(Trial trial, Path folder) throws IOException;

  /** Phase of a training in the log. */
  String phase(TrainingTrial trial);

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
