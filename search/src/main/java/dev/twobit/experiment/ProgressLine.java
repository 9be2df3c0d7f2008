package dev.twobit.experiment;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * One line of progress on standard error: rewritten in place on a terminal, a plain line a step
 * otherwise.
 */
public final class ProgressLine {
  private final PrintStream out;
  private final boolean terminal;
  private final boolean quiet;
  private int width;

  public ProgressLine(PrintStream out, boolean terminal, boolean quiet) {
    this.out = out;
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /** A line that stays. */
  public void say(String line) {
    if (quiet) {
      return;
    }
    clear();
    out.println(line);
  }

  /**
   * One step of a phase.
   *
   * @param phase what runs
   * @param done steps done of {@code total}
   * @param detail accuracy, cost against budget and the like
   * @param secondsLeft of this phase, by the steps so far
   */
  public void step(String phase, int done, int total, String detail, double secondsLeft) {
    if (quiet) {
      return;
    }
    String line =
        String.format(
            Locale.ROOT,
            "%-22s %3d/%-3d  %s  %s left",
            phase,
            done,
            total,
            detail,
            minutes(secondsLeft));
    if (terminal) {
      out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
      out.flush();
      width = line.length();
      if (done == total) {
        out.println();
        width = 0;
      }
    } else {
      out.println(line);
    }
  }

  private void clear() {
    if (terminal && width > 0) {
      out.print("\r" + " ".repeat(width) + "\r");
      width = 0;
    }
  }

  private static String minutes(double seconds) {
    Duration d = Duration.ofSeconds(Math.max(0, Math.round(seconds)));
    return d.toMinutes() > 0
        ? d.toMinutes() + " min " + d.toSecondsPart() + " s"
        : d.toSecondsPart() + " s";
  }
}
