package dev.twobit.cli;

import dev.twobit.training.StopRequest;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** While open, an interrupt lets a run end its step and keep what it has, and says so. */
final class StopHook implements AutoCloseable {
  /** Exit code of what an interrupt ended. */
  static final int INTERRUPTED = 130;

  private static final long PATIENCE_SECONDS = 120;

  private final Thread hook;

  /**
   * @param kept what the next run begins with if the end comes in time, as in "the last step is
   *     kept"
   */
  StopHook(StopRequest stop, Path run, String kept, PrintStream err) {
    this.hook = new Thread(() -> stop(stop, run, kept, err));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void stop(StopRequest stop, Path run, String kept, PrintStream err) {
    stop.request();
    boolean ended = false;
    try {
      ended = stop.await(PATIENCE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Files.exists(run.resolve("run.yaml"))) {
      err.println();
      err.println(
          Text.printable(
              "twobit: interrupted; "
                  + (ended ? kept : "what the last checkpoint holds is kept")
                  + ": the same command with --out "
                  + run
                  + " --resume goes on"));
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
