package dev.twobit.results;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.WholeNetwork;

/**
 * The whole network with its layers back to back; all other figures are of layers alone and add up.
 *
 * @param dramBytes both ways
 * @param tensorsKept activations that stay on chip
 * @param prefetchedWeightBytes weights that come while the layer before runs
 */
public record BackToBackResult(
    long latencyCycles,
    double latencyMilliseconds,
    double energyMillijoules,
    long dramBytes,
    int tensorsKept,
    long prefetchedWeightBytes) {
  public static BackToBackResult of(WholeNetwork whole, HardwareConfig hardware) {
    return new BackToBackResult(
        whole.latencyCycles(),
        whole.latencyCycles() / (hardware.clockMegahertz() * 1e3),
        whole.energyPicojoules() * 1e-9,
        whole.dramBytes(),
        whole.tensorsKept(),
        whole.prefetchedWeightBytes());
  }
}
