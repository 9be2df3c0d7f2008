package dev.twobit.experiment.trial;

import java.io.IOException;
import java.util.Optional;

/**
 * A method finds a network.
 *
 * @param hardware a name or file, and a digest of the accelerator's figures
 * @param candidates how networks that the method compares are begun and trained; empty: from fresh
 *     weights, by the recipe of short trainings
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record SearchTrial(
    int format,
    Subject subject,
    Content hardware,
    Arithmetic arithmetic,
    SearchPlan search,
    Optional<CandidateTraining> candidates,
    Execution execution)
    implements Trial {
  /** Of fresh weights. */
  public SearchTrial(
      int format,
      Subject subject,
      Content hardware,
      Arithmetic arithmetic,
      SearchPlan search,
      Execution execution) {
    this(format, subject, hardware, arithmetic, search, Optional.empty(), execution);
  }

  /** The same network found otherwise, or under other budgets. */
  public SearchTrial with(SearchPlan other) {
    return new SearchTrial(format, subject, hardware, arithmetic, other, candidates, execution);
  }

  /** The same search, whose networks are trained otherwise. */
  public SearchTrial trainedBy(TrainingPlan plan) {
    return new SearchTrial(
        format,
        subject,
        hardware,
        arithmetic,
        search,
        candidates.map(c -> new CandidateTraining(c.start(), plan.executed(execution))),
        execution);
  }

  @Override
  public <R> R fold(Cases<R> cases) throws IOException {
    return cases.search(this);
  }

  @Override
  public String title() {
    return "find by "
        + search.method()
        + (arithmetic.quantization().isNone() ? " (float)" : "")
        + ", seed "
        + execution.seed();
  }
}
