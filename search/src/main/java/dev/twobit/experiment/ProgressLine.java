package dev.twobit.experiment;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Progress on standard error, in lines of less than 80 columns: one that stays for each step of a
 * phase, and on a terminal one between them that is rewritten in place. May be told from several
 * threads.
 */
public final class ProgressLine {
  private static final int COLUMNS = 79;
  private static final int PHASE = 22;
  private static final int LEAST_PHASE = 12;

  /** The line in between is rewritten as often as this at the most. */
  private static final long PERIOD_NANOS = 250_000_000;

  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;

  private final PrintStream out;
  private final boolean terminal;
  private final boolean quiet;
  private int width;
  private long written;

  public ProgressLine(PrintStream out, boolean terminal, boolean quiet) {
    this.out = out;
    this.terminal = terminal;
    this.quiet = quiet;
    this.written = System.nanoTime() - PERIOD_NANOS;
  }

  /** A line that stays. */
  public synchronized void say(String line) {
    if (quiet) {
      return;
    }
    clear();
    out.println(line);
  }

  /**
   * One step of a phase, in a line that stays.
   *
   * @param phase what runs
   * @param done steps done of {@code total}
   * @param details accuracy, cost against budget and the like, the most important first: as many as
   *     fit
   * @param secondsLeft of the run, by the steps so far
   */
  public synchronized void step(
      String phase, int done, int total, List<String> details, double secondsLeft) {
    if (quiet) {
      return;
    }
    clear();
    out.println(line(phase, done + "/" + total, details, left(secondsLeft)));
  }

  /**
   * What goes on between lines that stay; on a terminal alone, and not as often as it is told.
   *
   * @param place in the phase, as {@code 3/15}
   */
  public synchronized void within(
      String phase, String place, List<String> details, double secondsLeft) {
    long now = System.nanoTime();
    if (quiet || !terminal || now - written < PERIOD_NANOS) {
      return;
    }
    written = now;
    String line =
        line(phase, place, details, Double.isFinite(secondsLeft) ? left(secondsLeft) : "");
    out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    out.flush();
    width = line.length();
  }

  /** How many of a check's images are done. */
  public void within(String what, int done, int of) {
    within(what, String.format(Locale.ROOT, "%,d of %,d", done, of), List.of(), Double.NaN);
  }

  private static String line(String phase, String place, List<String> details, String end) {
    StringBuilder text = new StringBuilder();
    int least = Math.min(LEAST_PHASE, phase.length());
    int room = COLUMNS - least - 2 - place.length() - (end.isEmpty() ? 0 : end.length() + 2);
    for (String detail : details) {
      if (text.length() + 2 + detail.length() <= room) {
        text.append("  ").append(detail);
      }
    }
    if (!end.isEmpty()) {
      text.append("  ").append(end);
    }
    int free = COLUMNS - 2 - place.length() - text.length();
    int most = Math.min(Math.max(PHASE, phase.length()), free);
    return String.format(Locale.ROOT, "%-" + most + "s  %s%s", cut(phase, most), place, text);
  }

  /** The end tells phases apart: seeds and kinds of networks. */
  private static String cut(String phase, int most) {
    return phase.length() <= most ? phase : "…" + phase.substring(phase.length() - most + 1);
  }

  private void clear() {
    if (terminal && width > 0) {
      out.print("\r" + " ".repeat(width) + "\r");
      width = 0;
    }
  }

  private static String left(double seconds) {
    long all = Math.max(0, Math.round(seconds));
    return all < MINUTE
        ? all + "s left"
        : all < HOUR
            ? String.format(Locale.ROOT, "%dm%02ds left", all / MINUTE, all % MINUTE)
            : String.format(Locale.ROOT, "%dh%02dm left", all / HOUR, all % HOUR / MINUTE);
  }
}
