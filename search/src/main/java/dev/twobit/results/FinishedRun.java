package dev.twobit.results;

import java.util.List;
import java.util.Optional;

/** What {@code results.json} of a search holds: one network, or one a budget of a list. */
public sealed interface FinishedRun permits RunResults, CurveResults {
  int schemaVersion();

  String twobitVersion();

  RunRequest request();

  /** Where, on what and for how long it ran, and what it wrote. */
  RunResults.Setting setting();

  /** What else a reader must know. */
  RunResults.Findings findings();

  /** What is done with a run of its kind. */
  <R> R fold(Cases<R> cases);

  /**
   * One a kind of run.
   *
   * @param <R> what is made of it
   */
  interface Cases<R> {
    R one(RunResults run);

    R curve(CurveResults run);
  }

  /** What it came to where a single network was asked for. */
  default Optional<RunResults> asOne() {
    return fold(
        new Cases<Optional<RunResults>>() {
          @Override
          public Optional<RunResults> one(RunResults run) {
            return Optional.of(run);
          }

          @Override
          public Optional<RunResults> curve(CurveResults run) {
            return Optional.empty();
          }
        });
  }

  default RunFacts facts() {
    return setting().facts();
  }

  default DataSetFacts data() {
    return setting().data();
  }

  default HardwareFacts hardware() {
    return setting().hardware();
  }

  default List<PhaseTime> phases() {
    return setting().phases();
  }

  default List<ResultFile> files() {
    return setting().files();
  }

  default List<VerificationResult> checks() {
    return findings().checks();
  }

  default List<String> notes() {
    return findings().notes();
  }
}
