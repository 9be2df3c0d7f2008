package dev.twobit.cli;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.SearchRequest;
import dev.twobit.experiment.results.RunResults;
import java.io.IOException;

/** What {@code search} and {@code demo} start. */
@FunctionalInterface
interface SearchRunner {
  RunResults run(SearchRequest request, ProgressLine progress) throws IOException;
}
