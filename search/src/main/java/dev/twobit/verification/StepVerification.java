package dev.twobit.verification;

import dev.twobit.simulator.engine.LayerTiming;
import java.util.List;

/**
 * One step through the clocked engine.
 *
 * @param ran whether the clocked engine ran it: movements of data are timed by the event engine
 * @param integers whether its codes come of integers; of what those do not say, the float
 *     computation's are taken
 * @param timing the engine's answer
 * @param outputElements written, every copy
 * @param clocks the clocked engine simulated, candidates it did not take included
 * @param seconds it took
 * @param differences what was unequal: outputs, cycles, counts
 */
public record StepVerification(
    String name,
    boolean ran,
    boolean integers,
    LayerTiming timing,
    long outputElements,
    long clocks,
    double seconds,
    List<String> differences) {
  public StepVerification {
    differences = List.copyOf(differences);
  }
}
