package dev.twobit.results;

import java.util.List;
import java.util.Optional;

/**
 * One compared network.
 *
 * @param label as shown, such as {@code 2-bit adapted}
 * @param training how its weights came to be, in a few words
 * @param accuracies those measured, at most one per form; empty if none was
 * @param flops MACs of convolutions and fully connected layers
 * @param params weights, biases and normalization
 * @param packedWeightBytes weights at their stored width, packed
 * @param simulated absent if this network does not run on the hardware (floating point)
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
public record NetworkRow(
    NetworkKind kind,
    String label,
    String training,
    List<Accuracy> accuracies,
    long flops,
    long params,
    long packedWeightBytes,
    Optional<SimulatedCost> simulated) {
  public NetworkRow {
    accuracies = List.copyOf(accuracies);
  }

  public Optional<Accuracy> accuracy(Accuracy.Form form) {
    return accuracies.stream().filter(a -> a.form() == form).findFirst();
  }

  /** Whole network, batch 1, by simulation. */
  public record SimulatedCost(
      long latencyCycles,
      double latencyMilliseconds,
      double energyMillijoules,
      double framesPerSecond) {
    public static SimulatedCost of(SimulationResult simulation) {
      return new SimulatedCost(
          simulation.latencyCycles(),
          simulation.latencyMilliseconds(),
          simulation.energyMillijoules(),
          simulation.framesPerSecond());
    }
  }
}
