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

  /** Lower, time, account; layers one after the other with cold boundaries. */
  public static NetworkSimulation simulate(
      Network network, PrecisionPlan plan, HardwareConfig hardware) {
    List<LoweredLayer> steps = WorkloadLowering.lower(network, plan);
    List<LayerSimulation> layers =
        hardware.memory().overlap() == Overlap.SPREADSHEET
            ? SpreadsheetSchedule.simulate(network, steps, hardware)
            : steps.stream().map(step -> simulateLayer(step.workload(), hardware)).toList();
    return new NetworkSimulation(
        network.name(),
        hardware,
        layers,
        HostLinkTiming.of(network, plan, steps, hardware.hostLink()));
  }

  /** One step, cold. */
  public static LayerSimulation simulateLayer(LayerWorkload workload, HardwareConfig hardware) {
    LayerTiming timing = timing(workload, hardware);
    return new LayerSimulation(workload, timing, EnergyModel.energy(timing, hardware));
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
