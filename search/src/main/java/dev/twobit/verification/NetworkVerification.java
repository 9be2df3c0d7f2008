package dev.twobit.verification;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.WeightCompression;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.simulator.Addressing;
import dev.twobit.simulator.HostLinkTiming;
import dev.twobit.simulator.HostWork;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.WorkloadLowering;
import dev.twobit.simulator.energy.EnergyModel;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;

/**
 * A network's own integers through the clocked engine, step after step, each reading what the one
 * before it wrote.
 *
 * @param operands where the integers come from, for people
 * @param compared whether outputs were held against plain integer arithmetic, cycles and counts
 *     against the event engine
 * @param steps in the order they ran
 * @param simulation cycles and energy of the steps
 */
public record NetworkVerification(
    String operands, boolean compared, List<StepVerification> steps, NetworkSimulation simulation) {
  public NetworkVerification {
    steps = List.copyOf(steps);
  }

  /** Told of every step before it runs, from 1. */
  public interface Progress {
    void starts(int number, int count, String step, long latencyCycles);
  }

  /** Steps that were unequal in anything. */
  public List<StepVerification> failures() {
    return steps.stream().filter(s -> !s.differences().isEmpty()).toList();
  }

  public long stepsRun() {
    return steps.stream().filter(StepVerification::ran).count();
  }

  /** Simulated in all. */
  public long clocks() {
    return steps.stream().mapToLong(StepVerification::clocks).sum();
  }

  /** Time in the clocked engine, in seconds. */
  public double seconds() {
    return steps.stream().mapToDouble(StepVerification::seconds).sum();
  }

  /**
   * What runs, and how much of it is checked.
   *
   * @param images that the network's leading axes hold
   */
  record Extent(HardwareConfig hardware, int images, boolean compare) {}

  static NetworkVerification run(
      IntegerNetwork network, CodeStore codes, String operands, Extent extent, Progress progress) {
    HardwareConfig hardware = extent.hardware();
    if (hardware.memory().weightCompression() != WeightCompression.NONE) {
      throw new InvalidInputException(
          hardware.name()
              + ": 'memory.weightCompression': found zero_mask, expected none: a network's integers"
              + " are run with all weights stored");
    }
    StepRunner runner =
        new StepRunner(hardware, extent.compare(), network.steps().size(), progress);
    IntegerRun.run(network, codes, runner);
    List<LoweredLayer> lowered =
        WorkloadLowering.lower(network.network(), network.plan(), Addressing.of(hardware.memory()));
    List<LayerSimulation> layers = new ArrayList<>();
    for (int i = 0; i < network.steps().size(); i++) {
      LayerWorkload workload = network.steps().get(i).workload();
      StepVerification step = runner.steps().get(i);
      layers.add(
          new LayerSimulation(
              workload,
              step.timing(),
              EnergyModel.energy(workload, step.timing(), hardware),
              lowered.get(i).runs()));
    }
    return new NetworkVerification(
        operands,
        extent.compare(),
        runner.steps(),
        new NetworkSimulation(
            network.network().name(),
            hardware,
            layers,
            extent.images(),
            HostLinkTiming.of(
                network.network(), network.plan(), lowered, hardware.hostLink(), extent.images()),
            HostWork.NONE,
            WorkloadLowering.elided(
                    network.network(), network.plan(), Addressing.of(hardware.memory()))
                .stream()
                .map(Layer::name)
                .toList()));
  }
}
