package dev.twobit.experiment.trial;

import dev.twobit.search.SearchEpoch;
import dev.twobit.training.EpochPosition;
import dev.twobit.training.TrainingEpoch;

/** Told of trials as they go. */
public interface TrialListener {
  void search(SearchTrial trial, SearchEpoch epoch);

  /**
   * @param best top-1 on the test images after any epoch so far, this one included, 0..1
   */
  void training(TrainingTrial trial, TrainingEpoch epoch, double best);

  /**
   * A step ended.
   *
   * @param phase of a search, or what it trains; of a training its own
   */
  default void step(Trial trial, String phase, EpochPosition at) {}

  /**
   * A candidate of a search was judged.
   *
   * @param epochs of all trainings of candidates so far
   */
  default void judged(long epochs) {}

  /** What a user should know, in a line. */
  void say(String line);
}
