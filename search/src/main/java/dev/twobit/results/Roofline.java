package dev.twobit.results;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where layers stand under the roofs of array and memory (Williams et al., 2009). */
final class Roofline {
  private Roofline() {}

  /** Peaks of the precisions that occur: native MACs over products one such MAC takes. */
  static List<SimulationResult.Roof> roofs(NetworkSimulation simulation) {
    return simulation.layers().stream()
        .map(LayerSimulation::workload)
        .filter(LayerWorkload.Convolution.class::isInstance)
        .map(LayerWorkload.Convolution.class::cast)
        .map(c -> roof(c, simulation.hardware()))
        .distinct()
        .sorted(Comparator.comparingDouble(SimulationResult.Roof::peakMacsPerCycle).reversed())
        .toList();
  }

  private static SimulationResult.Roof roof(
      LayerWorkload.Convolution layer, HardwareConfig hardware) {
    int products = hardware.precision().productsPerMac(layer.weightBits(), layer.inputBits());
    return new SimulationResult.Roof(
        layer.precision(), (double) hardware.array().macUnits() / products);
  }

  /**
   * Absent for steps without MACs, clocks or external traffic. Reads and writes have a channel
   * each, so the busier direction is what the bandwidth limits.
   */
  static Optional<LayerResult.RooflinePoint> point(LayerSimulation layer) {
    if (!(layer.workload() instanceof LayerWorkload.Convolution)) {
      return Optional.empty();
    }
    Activity activity = layer.batchActivity();
    long bytes = Math.max(activity.dramReadBytes(), activity.dramWriteBytes());
    if (bytes == 0 || layer.latencyCycles() == 0) {
      return Optional.empty();
    }
    double macs = layer.batchMacs();
    return Optional.of(new LayerResult.RooflinePoint(macs / bytes, macs / layer.latencyCycles()));
  }
}
