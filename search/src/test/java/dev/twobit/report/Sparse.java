package dev.twobit.report;

import dev.twobit.results.EpochRecord;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.RunResults;
import dev.twobit.results.SearchTrajectory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A run in which everything that may be absent is. */
final class Sparse {
  private Sparse() {}

  static RunResults of(RunResults run) {
    SearchTrajectory search =
        new SearchTrajectory(
            run.search().method(),
            List.of(),
            List.of(
                new EpochRecord(
                    "search",
                    1,
                    2.1,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    List.of(),
                    3)),
            List.of(),
            List.of(),
            Optional.empty());
    return new RunResults(
        run.schemaVersion(),
        run.twobitVersion(),
        run.request(),
        new RunResults.Setting(
            run.facts(), run.data(), run.hardware(), List.of(), List.of(), Optional.empty()),
        new RunResults.Comparison(
            List.of(),
            run.networks().stream().filter(row -> row.kind() == NetworkKind.IMPORTED).toList(),
            List.of(),
            run.widths(),
            Optional.empty()),
        run.simulations(),
        search,
        new RunResults.Findings(List.of(), List.of()));
  }
}
