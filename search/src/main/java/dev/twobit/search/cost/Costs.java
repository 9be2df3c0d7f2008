package dev.twobit.search.cost;

import dev.twobit.network.CostKind;

/**
 * What one network costs.
 *
 * @param latencyCycles simulated clocks of the layers one by one; {@code energyPicojoules} their
 *     simulated energy
 * @param sramPeakBytes most bytes of the operand buffer that any layer holds at once
 * @param whole simulated clocks of the layers back to back
 */
public record Costs(
    double flops,
    double params,
    double latencyCycles,
    double energyPicojoules,
    double sramPeakBytes,
    WholeCycles whole) {
  public double of(CostKind kind) {
    return switch (kind) {
      case FLOPS -> flops;
      case PARAMS -> params;
      case LATENCY -> latencyCycles;
      case ENERGY -> energyPicojoules;
      case SRAM_PEAK -> sramPeakBytes;
      case WHOLE -> whole.cycles();
    };
  }
}
