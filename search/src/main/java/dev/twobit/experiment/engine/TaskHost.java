package dev.twobit.experiment.engine;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Starts commands of trials somewhere, and says when they are over. */
interface TaskHost extends AutoCloseable {
  /** Returns at once; tasks that do not fit yet wait there. */
  void start(List<Task> tasks) throws IOException;

  /** The next try that is over, waiting a moment for it; each is told of once. */
  Optional<Task.Ended> poll() throws IOException, InterruptedException;

  /** Asks what runs to end with its step and keep what it has, and begins nothing any more. */
  void stop() throws IOException;

  @Override
  void close() throws IOException;
}
