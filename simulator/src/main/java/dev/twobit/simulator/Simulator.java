package dev.twobit.simulator;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Network;
import dev.twobit.simulator.energy.EnergyModel;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;

/** Network, precision plan and accelerator to cycles, counts and energy, layer by layer. */
public final class Simulator {
  private Simulator() {}

  /** Lower, time, account; layers one after the other with cold boundaries; one image. */
  public static NetworkSimulation simulate(
      Network network, PrecisionPlan plan, HardwareConfig hardware) {
    return simulate(network, plan, hardware, 1);
  }

  /**
   * The same for so many images, as {@link WorkloadLowering#lower(Network, PrecisionPlan, int)}
   * runs them.
   */
  public static NetworkSimulation simulate(
      Network network, PrecisionPlan plan, HardwareConfig hardware, int batch) {
    List<LayerSimulation> layers =
        WorkloadLowering.lower(network, plan, batch).stream()
            .map(lowered -> simulateLayer(lowered.workload(), hardware, lowered.runs()))
            .toList();
    return new NetworkSimulation(network.name(), hardware, layers, batch);
  }

  /** One step, cold. */
  public static LayerSimulation simulateLayer(LayerWorkload workload, HardwareConfig hardware) {
    return simulateLayer(workload, hardware, 1);
  }

  private static LayerSimulation simulateLayer(
      LayerWorkload workload, HardwareConfig hardware, int runs) {
    LayerTiming timing = EventEngine.simulate(workload, hardware);
    return new LayerSimulation(
        workload, timing, EnergyModel.energy(workload, timing, hardware), runs);
  }
}
