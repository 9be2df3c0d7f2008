package dev.twobit.cli;

import dev.twobit.experiment.trial.Stops;
import java.io.PrintStream;

/** While open, an interrupt lets trials end their step, and says how to go on. */
final class StudyStopHook implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final Thread hook;
  private volatile boolean running;

  StudyStopHook(Stops stops, PrintStream err) {
    this.hook = new Thread(() -> stop(stops, err));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Says that from now on there is something to go on with. */
  void begun() {
    running = true;
  }

  private void stop(Stops stops, PrintStream err) {
    stops.request();
    try {
      stops.await(PATIENCE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (running) {
      err.println();
      err.println("twobit: interrupted; trials that are done are kept: the same command goes on");
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // already on its way out: the hook has the word
    }
  }
}
