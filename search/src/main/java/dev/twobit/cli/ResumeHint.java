package dev.twobit.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** While open, an interrupt says on its way out how to go on with the run. */
final class ResumeHint implements AutoCloseable {
  private final Thread hook;

  ResumeHint(Path run, PrintStream err) {
    this.hook =
        new Thread(
            () -> {
              if (Files.exists(run.resolve("run.yaml"))) {
                err.println();
                err.println(
                    Text.printable(
                        "twobit: interrupted; finished epochs are kept: the same command with"
                            + " --out "
                            + run
                            + " --resume goes on"));
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
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
