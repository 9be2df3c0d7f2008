package dev.twobit.search;

import dev.twobit.training.TrainingDivergedException;

/** Losses of a search's steps. */
final class Losses {
  private Losses() {}

  /**
   * The loss itself; ends the search where it is none.
   *
   * @param of what the step was on
   */
  static double requireFinite(double loss, String of, SearchSchedule.Epoch epoch, int step) {
    if (!Double.isFinite(loss)) {
      throw new TrainingDivergedException(
          "search diverged in "
              + epoch.phase()
              + " epoch "
              + (epoch.index() + 1)
              + ", step "
              + (step + 1)
              + " on "
              + of
              + ": loss "
              + loss
              + " at learning rate "
              + epoch.rate()
              + "; Maybe a lower learning-rate or warmup-learning-rate");
    }
    return loss;
  }
}
