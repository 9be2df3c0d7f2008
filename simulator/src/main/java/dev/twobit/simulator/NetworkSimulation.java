package dev.twobit.simulator;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.energy.EnergyBreakdown;
import java.util.List;

/**
 * A network on an accelerator, layer after layer with cold boundaries; totals are sums.
 *
 * @param layers in execution order
 * @param batch images; all figures are of the batch unless they say otherwise
 */
public record NetworkSimulation(
    String networkName, HardwareConfig hardware, List<LayerSimulation> layers, int batch) {
  public NetworkSimulation {
    layers = List.copyOf(layers);
  }

  /** Of one image. */
  public NetworkSimulation(
      String networkName, HardwareConfig hardware, List<LayerSimulation> layers) {
    this(networkName, hardware, layers, 1);
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

  public double energyMillijoules() {
    return energy().totalPicojoules() * 1e-9;
  }

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
