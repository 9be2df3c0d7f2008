package dev.twobit.cli;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.run.SearchRequest;
import dev.twobit.results.FinishedRun;
import dev.twobit.training.StopRequest;
import java.io.IOException;

/** What {@code search} and {@code demo} start. */
@FunctionalInterface
interface SearchRunner {
  FinishedRun run(SearchRequest request, StopRequest stop, ProgressLine progress)
      throws IOException;
}
