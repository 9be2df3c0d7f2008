package dev.twobit.cli;

import dev.twobit.io.ShellWords;
import dev.twobit.training.StopRequest;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** While open, an interrupt lets what runs end its step and keep what it has, and says so. */
final class StopHook implements AutoCloseable {
  /** Exit code of what an interrupt ended. */
  static final int INTERRUPTED = 130;

  private static final long PATIENCE_SECONDS = 120;

  private final Thread hook;

  /** What an interrupt asks to end. */
  interface Work {
    /** Asks for the end, and waits for it. Whether it came in time. */
    boolean end(long patienceSeconds) throws InterruptedException;
  }

  /** How an interrupted command goes on. */
  interface Words {
    /**
     * Empty if there is nothing to go on with.
     *
     * @param ended whether the work came to its end in time
     */
    Optional<String> of(boolean ended);
  }

  StopHook(Work work, Words words, PrintStream err) {
    this.hook = new Thread(() -> stop(work, words, err));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * For a run that keeps a folder.
   *
   * @param command that began it
   * @param kept what the next run begins with if the end comes in time, as in "the last step is
   *     kept"
   */
  static StopHook ofRun(StopRequest stop, String command, Path run, String kept, PrintStream err) {
    return new StopHook(
        patience -> {
          stop.request();
          return stop.await(patience);
        },
        ended -> {
          String what = ended ? kept : "what the last checkpoint holds is kept";
          String again = ShellWords.joined("twobit", command, "--resume", run.toString());
          String how = what + "; go on with: " + again;
          if (!Files.exists(run.resolve("run.yaml"))) {
            return Optional.empty();
          }
          LivePage.writeEnded(run);
          return Optional.of(how);
        },
        err);
  }

  private static void stop(Work work, Words words, PrintStream err) {
    boolean ended = false;
    try {
      ended = work.end(PATIENCE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    words
        .of(ended)
        .ifPresent(
            text -> {
              err.println();
              err.println(Text.printable("twobit: interrupted; " + text));
            });
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
