package dev.twobit.simulator;

import java.util.List;

/**
 * A network whose layers run back to back: no sum of layers alone, for tensors stay on chip,
 * weights come ahead and operations overlap. Post-processing steps begin and end cold.
 *
 * @param layers in execution order, each as it runs here, with its clocks from where the MACs, or
 *     the whole accelerator, were done with what was before it
 * @param tensorsKept activations that never left the chip
 * @param prefetchedWeightBytes weights that came while the layer before ran
 */
public record WholeNetwork(
    List<LayerSimulation> layers, int tensorsKept, long prefetchedWeightBytes) {
  public WholeNetwork {
    layers = List.copyOf(layers);
  }

  public long latencyCycles() {
    return layers.stream().mapToLong(LayerSimulation::latencyCycles).sum();
  }

  /** External memory, both ways. */
  public long dramBytes() {
    return layers.stream()
        .map(LayerSimulation::batchActivity)
        .mapToLong(a -> a.dramReadBytes() + a.dramWriteBytes())
        .sum();
  }

  public double energyPicojoules() {
    return layers.stream().mapToDouble(l -> l.batchEnergy().totalPicojoules()).sum();
  }
}
