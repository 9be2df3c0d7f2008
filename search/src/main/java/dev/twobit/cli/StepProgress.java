package dev.twobit.cli;

import dev.twobit.verification.NetworkVerification;
import java.io.PrintStream;
import java.util.Locale;

/** One line of a long run every few seconds, and before every step that takes long. */
final class StepProgress implements NetworkVerification.Progress {
  private static final long QUIET_NANOSECONDS = 3_000_000_000L;
  private static final long MANY_CYCLES = 5_000_000;

  private final PrintStream err;
  private long told = System.nanoTime();

  StepProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public void starts(int number, int count, String step, long latencyCycles) {
    if (System.nanoTime() - told < QUIET_NANOSECONDS && latencyCycles < MANY_CYCLES) {
      return;
    }
    told = System.nanoTime();
    err.printf(
        Locale.ROOT,
        "layer %d of %d: %s, %,d cycles%n",
        number,
        count,
        Text.printable(step),
        latencyCycles);
  }
}
