package dev.twobit.simulator;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Layer;
import dev.twobit.simulator.energy.EnergyBreakdown;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import java.util.List;

/**
 * A network on an accelerator, layer after layer with cold boundaries; totals are sums.
 *
 * @param layers in execution order
 * @param batch images; all figures are of the batch unless they say otherwise
 * @param hostLink what the batch spends outside the accelerator, in none of the totals but {@link
 *     #inferenceMilliseconds}
 * @param hostWork operators that run beside the accelerator, likewise, and in {@link
 *     #inferenceMillijoules}
 * @param elided layers that move data and take no step: a matter of addresses
 */
public record NetworkSimulation(
    String networkName,
    HardwareConfig hardware,
    List<LayerSimulation> layers,
    int batch,
    HostLinkTiming hostLink,
    HostWork hostWork,
    List<String> elided) {
  public NetworkSimulation {
    layers = List.copyOf(layers);
    elided = List.copyOf(elided);
  }

  /** One image, on an accelerator without a host link. */
  public NetworkSimulation(
      String networkName, HardwareConfig hardware, List<LayerSimulation> layers) {
    this(networkName, hardware, layers, 1, HostLinkTiming.NONE, HostWork.NONE, List.of());
  }

  /** The same with the layers that take no step. */
  public NetworkSimulation withElided(List<Layer> movements) {
    return new NetworkSimulation(
        networkName,
        hardware,
        layers,
        batch,
        hostLink,
        hostWork,
        movements.stream().map(Layer::name).toList());
  }

  public CycleBreakdown cycles() {
    return layers.stream()
        .map(LayerSimulation::batchCycles)
        .reduce(CycleBreakdown.ZERO, CycleBreakdown::plus);
  }

  public Activity activity() {
    return layers.stream()
        .map(LayerSimulation::batchActivity)
        .reduce(Activity.ZERO, Activity::plus);
  }

  public EnergyBreakdown energy() {
    return layers.stream()
        .map(LayerSimulation::batchEnergy)
        .reduce(EnergyBreakdown.ZERO, EnergyBreakdown::plus);
  }

  public long latencyCycles() {
    return cycles().total();
  }

  public double latencyMilliseconds() {
    return latencyCycles() / (hardware.clockMegahertz() * 1e3);
  }

  /** Accelerator, link and host one after the other; each waits for the others. */
  public double inferenceMilliseconds() {
    return latencyMilliseconds() + hostLink.totalMilliseconds() + hostWork.milliseconds();
  }

  /** Accelerator and host; that of a link is not modelled. */
  public double inferenceMillijoules() {
    return energyMillijoules() + hostWork.energyMillijoules();
  }

  public double energyMillijoules() {
    return energy().totalPicojoules() * 1e-9;
  }

  /** Of the accelerator alone. */
  public double framesPerSecond() {
    return batch * 1e3 / latencyMilliseconds();
  }

  /** Layers whose sums may not fit the accumulators; what they compute is then wrong. */
  public List<AccumulatorOverflow> accumulatorOverflows() {
    return layers.stream()
        .flatMap(l -> AccumulatorOverflow.of(l.workload(), hardware.precision()).stream())
        .toList();
  }
}
