package dev.twobit.experiment.simulation;

import dev.twobit.experiment.ProgressLine;
import java.util.List;

/** Ten lines of progress at the most, whatever the number of points. */
final class SweepProgress {
  private static final int LINES = 10;

  private final ProgressLine line;
  private final int total;
  private final long startNanos = System.nanoTime();
  private int done;

  SweepProgress(ProgressLine line, int total) {
    this.line = line;
    this.total = total;
  }

  /** One more point is done. */
  synchronized void tell() {
    done++;
    if ((long) done * LINES / total > (done - 1L) * LINES / total) {
      double seconds = (System.nanoTime() - startNanos) * 1e-9;
      line.step("sweep", done, total, List.of("points"), seconds / done * (total - done));
    }
  }
}
