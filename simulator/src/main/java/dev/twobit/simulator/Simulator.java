package dev.twobit.simulator;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostProcessor;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.network.Network;
import dev.twobit.network.SupportCheck;
import dev.twobit.simulator.energy.EnergyModel;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Network, precision plan and accelerator to cycles, counts and energy, layer by layer. */
public final class Simulator {
  private Simulator() {}

  /** Lower, time, account; layers one after the other with cold boundaries; one inference. */
  public static NetworkSimulation simulate(
      Network network, PrecisionPlan plan, HardwareConfig hardware) {
    return simulate(network, plan, hardware, network.images());
  }

  /**
   * The same for so many images, as {@link WorkloadLowering#lower(Network, PrecisionPlan, int,
   * Addressing)} runs them.
   */
  public static NetworkSimulation simulate(
      Network network, PrecisionPlan plan, HardwareConfig hardware, int batch) {
    return simulate(network, plan, hardware, batch, HostProcessor.NONE);
  }

  /**
   * The same with a processor beside the accelerator that runs what it cannot.
   *
   * @param host {@link HostProcessor#NONE} if such operators are an error
   */
  public static NetworkSimulation simulate(
      Network network, PrecisionPlan plan, HardwareConfig hardware, int batch, HostProcessor host) {
    LoweredNetwork lowered = lowered(network, plan, batch, hardware, host.isPresent());
    List<LoweredLayer> steps = lowered.steps();
    List<LayerSimulation> layers =
        hardware.memory().overlap() == Overlap.SPREADSHEET
            ? SpreadsheetSchedule.simulate(network, steps, hardware)
            : simulateLayers(network, steps, hardware);
    return new NetworkSimulation(
            network.name(),
            hardware,
            layers,
            batch,
            HostLinkTiming.of(network, plan, steps, hardware.hostLink(), batch),
            HostWork.of(network, plan, hardware, host, batch),
            List.of())
        .withElided(lowered.elided());
  }

  /**
   * The same layers back to back: what leaves the chip and what comes ahead as the hardware file's
   * buffer says. One image.
   *
   * @param alone of the same network and plan
   */
  public static WholeNetwork backToBack(
      Network network, PrecisionPlan plan, NetworkSimulation alone) {
    boolean besideHost = alone.hostWork().processor().isPresent();
    List<LoweredLayer> steps = lowered(network, plan, 1, alone.hardware(), besideHost).steps();
    return new BackToBack(alone.hardware())
        .simulate(ChainedStep.of(network, steps, alone.layers()));
  }

  private static LoweredNetwork lowered(
      Network network, PrecisionPlan plan, int batch, HardwareConfig hardware, boolean besideHost) {
    if (!besideHost) {
      SupportCheck.requireSupported(network);
    }
    return WorkloadLowering.network(network, plan, batch, Addressing.of(hardware.memory()));
  }

  /** One step, cold. */
  public static LayerSimulation simulateLayer(LayerWorkload workload, HardwareConfig hardware) {
    return simulation(workload, timing(workload, hardware), hardware, 1);
  }

  /** Layers alike but for their names are timed once. */
  private static List<LayerSimulation> simulateLayers(
      Network network, List<LoweredLayer> steps, HardwareConfig hardware) {
    Map<LayerWorkload, LayerTiming> timings = new HashMap<>();
    List<LayerSimulation> layers = new ArrayList<>();
    for (LoweredLayer step : steps) {
      LayerWorkload workload = WeightStorage.stored(network, step, hardware);
      LayerTiming timing = timings.computeIfAbsent(workload.named(""), w -> timing(w, hardware));
      layers.add(simulation(workload, timing, hardware, step.runs()));
    }
    return layers;
  }

  private static LayerSimulation simulation(
      LayerWorkload workload, LayerTiming timing, HardwareConfig hardware, int runs) {
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
