package dev.twobit.search;

import dev.twobit.training.EpochPosition;

/** Told of a search as it goes. */
@FunctionalInterface
public interface SearchProgress {
  /** An epoch of a search by gradient ended. */
  void epoch(SearchEpoch epoch);

  /**
   * A step ended.
   *
   * @param phase {@code warm-up}, {@code search}, or what is trained on the way
   */
  default void step(String phase, EpochPosition at) {}

  /**
   * A candidate was judged.
   *
   * @param epochs of all trainings of candidates so far, those before a restart too
   */
  default void judged(long epochs) {}

  /** What a user should know, in a line. */
  default void say(String line) {}
}
