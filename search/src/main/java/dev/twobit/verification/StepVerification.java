package dev.twobit.verification;

import java.util.List;

/**
 * One step through the clocked engine.
 *
 * @param bits weights and activations of a convolution, as 2x2; empty for other steps
 * @param ran whether the clocked engine ran it: movements of data it does not
 * @param latencyCycles by the event engine
 * @param outputElements compared, every copy
 * @param clocks the clocked engine simulated, candidates it did not take included
 * @param seconds it took
 * @param differences what was unequal: outputs, cycles, counts
 */
public record StepVerification(
    String name,
    String bits,
    boolean ran,
    long latencyCycles,
    long outputElements,
    long clocks,
    double seconds,
    List<String> differences) {
  public StepVerification {
    differences = List.copyOf(differences);
  }
}
