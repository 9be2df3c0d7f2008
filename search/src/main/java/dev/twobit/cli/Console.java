package dev.twobit.cli;

import dev.twobit.experiment.ProgressLine;
import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out data only: tables, JSON, summaries
 * @param err progress and errors
 */
record Console(PrintStream out, PrintStream err) {
  ProgressLine progress(boolean quiet) {
    return new ProgressLine(err, System.console() != null, quiet);
  }
}
