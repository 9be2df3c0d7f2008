package dev.twobit.experiment.trial;

import java.io.IOException;
import java.util.List;

/**
 * Where trials are run: in this process, or by an engine that has many machines. Nothing but values
 * goes in and comes out.
 */
public interface TrialExecutor extends AutoCloseable {
  /** Told of every result, one at a time; results are kept before it is. */
  @FunctionalInterface
  interface Next {
    /** Trials that the result makes possible, which are run too. */
    List<? extends Trial> after(Trial trial, TrialResult result) throws IOException;
  }

  /** Told of every result as it comes, one at a time. */
  @FunctionalInterface
  interface Done {
    void accept(Trial trial, TrialResult result) throws IOException;
  }

  /**
   * Runs trials that do not depend on each other, and those that their results make possible, in
   * any order and any number at a time; returns when all have their result.
   */
  void run(List<? extends Trial> trials, Next next) throws IOException;

  /** Whether trials are run in their order, one at a time. */
  default boolean isOneByOne() {
    return false;
  }

  /** Lets go of what trials were run with, once there are no more. */
  @Override
  void close() throws IOException;
}
