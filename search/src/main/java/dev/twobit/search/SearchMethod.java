package dev.twobit.search;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A way to find a network that meets budgets: NCE and what it is compared with. Trainings of the
 * found network are the same for all and not part of it.
 */
public interface SearchMethod {
  /** Its name in options and results: {@code nce}, {@code tas-2x-16}, {@code wrpn}, ... */
  String name();

  /**
   * Throws a one-line error for a task that this method cannot do, as far as that can be told
   * without doing it; called before anything is written.
   */
  default void check(SearchTask task) {}

  /**
   * Finds a network, or goes on from what {@code checkpoint} holds to the same result, to the bit.
   *
   * @param checkpoint where the search keeps its state; methods that need none write nothing
   * @param progress told of every epoch, and of what else a user should know
   */
  FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress) throws IOException;
}
