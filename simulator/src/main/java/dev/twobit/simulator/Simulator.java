package dev.twobit.simulator;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
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
    List<LoweredLayer> steps = WorkloadLowering.lower(network, plan, batch);
    List<LayerSimulation> layers =
        hardware.memory().overlap() == Overlap.SPREADSHEET
            ? SpreadsheetSchedule.simulate(network, steps, hardware)
            : steps.stream()
                .map(step -> simulateLayer(step.workload(), hardware, step.runs()))
                .toList();
    return new NetworkSimulation(
        network.name(),
        hardware,
        layers,
        batch,
        HostLinkTiming.of(network, plan, steps, hardware.hostLink()).ofImages(batch));
  }

  /** One step, cold. */
  public static LayerSimulation simulateLayer(LayerWorkload workload, HardwareConfig hardware) {
    return simulateLayer(workload, hardware, 1);
  }

  private static LayerSimulation simulateLayer(
      LayerWorkload workload, HardwareConfig hardware, int runs) {
    LayerTiming timing = timing(workload, hardware);
    return new LayerSimulation(
        workload, timing, EnergyModel.energy(workload, timing, hardware), runs);
  }

  private static LayerTiming timing(LayerWorkload workload, HardwareConfig hardware) {
    if (workload instanceof LayerWorkload.Convolution c) {
      int atOnce = GroupPacking.groupsAtOnce(c, hardware);
      if (atOnce > 1) {
        GroupPacking packing = GroupPacking.of(c, atOnce);
        return packing.useful(EventEngine.simulate(packing.convolution(), hardware), c);
      }
    }
    return EventEngine.simulate(workload, hardware);
  }
}
