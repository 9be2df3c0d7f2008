package dev.twobit.cli;

import dev.twobit.training.StopRequest;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** While open, an interrupt lets a training end its step and write a checkpoint, and says so. */
final class StopHook implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final Thread hook;

  StopHook(StopRequest stop, Path run, PrintStream err) {
    this.hook = new Thread(() -> stop(stop, run, err));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void stop(StopRequest stop, Path run, PrintStream err) {
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
                  + (ended ? "the last step is kept" : "what the last checkpoint holds is kept")
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
