package dev.twobit.simulator;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.energy.EnergyBreakdown;
import java.util.List;

/**
 * A network on an accelerator, layer after layer with cold boundaries; totals are sums.
 *
 * @param layers in execution order
 * @param hostLink what an inference spends outside the accelerator, in none of the totals but
 *     {@link #inferenceMilliseconds}
 */
public record NetworkSimulation(
    String networkName,
    HardwareConfig hardware,
    List<LayerSimulation> layers,
    HostLinkTiming hostLink) {
  public NetworkSimulation {
    layers = List.copyOf(layers);
  }

  /** On an accelerator without a host link. */
  public NetworkSimulation(
      String networkName, HardwareConfig hardware, List<LayerSimulation> layers) {
    this(networkName, hardware, layers, HostLinkTiming.NONE);
  }

  public CycleBreakdown cycles() {
    return layers.stream()
        .map(l -> l.timing().cycles())
        .reduce(CycleBreakdown.ZERO, CycleBreakdown::plus);
  }

  public Activity activity() {
    return layers.stream().map(l -> l.timing().activity()).reduce(Activity.ZERO, Activity::plus);
  }

  public EnergyBreakdown energy() {
    return layers.stream()
        .map(LayerSimulation::energy)
        .reduce(EnergyBreakdown.ZERO, EnergyBreakdown::plus);
  }

  public long latencyCycles() {
    return cycles().total();
  }

  public double latencyMilliseconds() {
    return latencyCycles() / (hardware.clockMegahertz() * 1e3);
  }

  /** Accelerator, link and host one after the other. */
  public double inferenceMilliseconds() {
    return latencyMilliseconds() + hostLink.totalMilliseconds();
  }

  public double energyMillijoules() {
    return energy().totalPicojoules() * 1e-9;
  }

  public double framesPerSecond() {
    return 1e3 / latencyMilliseconds();
  }
}
