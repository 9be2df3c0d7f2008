package dev.twobit.results;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.energy.EnergyBreakdown;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import java.util.Comparator;
import java.util.List;

/**
 * One network on the hardware, without link and host: totals, the roofs above it and every layer.
 *
 * @param macUtilization useful native products over native MAC slots in all clocks, 0..1
 * @param bandwidthBytesPerCycle of external memory in each direction, the slanted part of the
 *     roofline
 * @param roofs peak per operand precision that occurs, fastest first
 * @param layers in execution order
 */
public record SimulationResult(
    String network,
    long latencyCycles,
    double latencyMilliseconds,
    double energyMillijoules,
    double framesPerSecond,
    double macUtilization,
    CycleBreakdown cycles,
    Activity activity,
    EnergyBreakdown energy,
    double bandwidthBytesPerCycle,
    List<Roof> roofs,
    List<LayerResult> layers) {
  public SimulationResult {
    roofs = List.copyOf(roofs);
    layers = List.copyOf(layers);
  }

  /**
   * Ceiling of the array for one precision.
   *
   * @param precision weight bits x activation bits
   */
  public record Roof(String precision, double peakMacsPerCycle) {}

  public static SimulationResult of(NetworkSimulation simulation) {
    HardwareConfig hardware = simulation.hardware();
    List<LayerResult> layers =
        simulation.layers().stream().map(layer -> LayerResult.of(layer, hardware)).toList();
    return new SimulationResult(
        simulation.networkName(),
        simulation.latencyCycles(),
        simulation.latencyMilliseconds(),
        simulation.energyMillijoules(),
        simulation.framesPerSecond(),
        utilization(simulation),
        simulation.cycles(),
        simulation.activity(),
        simulation.energy(),
        hardware.memory().bandwidthBytesPerCycle(),
        Roofline.roofs(simulation),
        layers);
  }

  /** The layers that take most clocks, most first; of equal ones the earlier. */
  public List<LayerResult> slowest(int most) {
    return layers.stream()
        .sorted(Comparator.comparingLong(LayerResult::latencyCycles).reversed())
        .limit(most)
        .toList();
  }

  /** Part of all clocks that is the layer's, 0..1. */
  public double share(LayerResult layer) {
    return latencyCycles == 0 ? 0 : (double) layer.latencyCycles() / latencyCycles;
  }

  private static double utilization(NetworkSimulation simulation) {
    double useful = 0;
    for (LayerSimulation layer : simulation.layers()) {
      useful += layer.timing().macUtilization() * layer.latencyCycles();
    }
    return simulation.latencyCycles() == 0 ? 0 : useful / simulation.latencyCycles();
  }
}
