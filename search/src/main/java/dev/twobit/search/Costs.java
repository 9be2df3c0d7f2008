package dev.twobit.search;

/**
 * What one network costs.
 *
 * @param latencyCycles simulated clocks; {@code energyPicojoules} simulated energy
 */
public record Costs(double flops, double params, double latencyCycles, double energyPicojoules) {
  public double of(CostKind kind) {
    return switch (kind) {
      case FLOPS -> flops;
      case PARAMS -> params;
      case LATENCY -> latencyCycles;
      case ENERGY -> energyPicojoules;
    };
  }
}
