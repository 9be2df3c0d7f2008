package dev.twobit.experiment.trial;

import java.io.IOException;

/**
 * A method finds a network.
 *
 * @param hardware a name or file, and a digest of the accelerator's figures
 */
public record SearchTrial(
    int format,
    Subject subject,
    Content hardware,
    Arithmetic arithmetic,
    SearchPlan search,
    Execution execution)
    implements Trial {
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
