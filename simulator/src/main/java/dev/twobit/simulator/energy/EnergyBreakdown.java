package dev.twobit.simulator.energy;

/**
 * Energy of a layer by component, picojoules.
 *
 * @param leakagePicojoules what is taken all the time: leakage, and clocks where the file has them
 */
public record EnergyBreakdown(
    double macPicojoules,
    double sramPicojoules,
    double dramPicojoules,
    double postProcessorPicojoules,
    double leakagePicojoules) {
  public static final EnergyBreakdown ZERO = new EnergyBreakdown(0, 0, 0, 0, 0);

  public double totalPicojoules() {
    return macPicojoules
        + sramPicojoules
        + dramPicojoules
        + postProcessorPicojoules
        + leakagePicojoules;
  }

  public EnergyBreakdown plus(EnergyBreakdown other) {
    return new EnergyBreakdown(
        macPicojoules + other.macPicojoules,
        sramPicojoules + other.sramPicojoules,
        dramPicojoules + other.dramPicojoules,
        postProcessorPicojoules + other.postProcessorPicojoules,
        leakagePicojoules + other.leakagePicojoules);
  }

  public EnergyBreakdown times(int n) {
    return new EnergyBreakdown(
        n * macPicojoules,
        n * sramPicojoules,
        n * dramPicojoules,
        n * postProcessorPicojoules,
        n * leakagePicojoules);
  }
}
