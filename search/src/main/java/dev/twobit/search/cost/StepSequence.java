package dev.twobit.search.cost;

import java.util.List;
import java.util.Optional;

/**
 * The steps of one derived network.
 *
 * @param steps in execution order
 * @param onlyNextReads of each, whether what it writes the next one reads and nothing else does
 */
record StepSequence(List<KnownStep> steps, List<Boolean> onlyNextReads) {

  /** Clocks with all steps back to back. */
  long wholeCycles(StepPasses passes) {
    StepPasses.Left left = passes.nothing();
    long cycles = 0;
    for (int i = 0; i < steps.size(); i++) {
      Optional<KnownStep> next =
          i + 1 < steps.size() ? Optional.of(steps.get(i + 1)) : Optional.empty();
      StepPasses.Outcome outcome = passes.pass(left, steps.get(i), next, onlyNextReads.get(i));
      cycles += outcome.cycles();
      left = outcome.after();
    }
    return cycles;
  }
}
