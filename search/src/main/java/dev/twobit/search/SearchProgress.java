package dev.twobit.search;

/** Told of a search as it goes. */
@FunctionalInterface
public interface SearchProgress {
  /** An epoch of a search by gradient ended. */
  void epoch(SearchEpoch epoch);

  /** What a user should know, in a line. */
  default void say(String line) {}
}
