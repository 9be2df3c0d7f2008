package dev.twobit.experiment.trial;

import dev.twobit.search.SearchEpoch;
import dev.twobit.training.TrainingEpoch;

/** Told of trials as they go. */
public interface TrialListener {
  void search(SearchTrial trial, SearchEpoch epoch);

  /**
   * @param best top-1 on the test images after any epoch so far, this one included, 0..1
   */
  void training(TrainingTrial trial, TrainingEpoch epoch, double best);

  /** What a user should know, in a line. */
  void say(String line);
}
