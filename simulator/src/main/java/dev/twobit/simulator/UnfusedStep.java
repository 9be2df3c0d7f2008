package dev.twobit.simulator;

import dev.twobit.network.Network;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;

/**
 * A step that another might have done in passing, had the network been another: what it costs and
 * why it is one.
 *
 * @param name of the layer that it begins with; {@code operator} likewise
 * @param latencyCycles of all its runs
 * @param dramBytes read and written, of all its runs
 * @param reason in a few words
 */
public record UnfusedStep(
    String name, String operator, long latencyCycles, long dramBytes, String reason) {

  /**
   * In the order they run.
   *
   * @param plan and {@code simulation} of the network, layer after layer
   */
  public static List<UnfusedStep> of(
      Network network, PrecisionPlan plan, NetworkSimulation simulation) {
    List<LoweredLayer> steps =
        WorkloadLowering.lowerBesideHost(
            network, plan, simulation.batch(), Addressing.of(simulation.hardware().memory()));
    UnfusedReasons reasons = new UnfusedReasons(network, steps);
    List<UnfusedStep> unfused = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      LoweredLayer step = steps.get(i);
      LayerSimulation simulated = simulation.layers().get(i);
      if (step.workload() instanceof LayerWorkload.PostProcessing post) {
        reasons
            .of(step)
            .map(
                reason ->
                    new UnfusedStep(
                        post.name(),
                        post.operator(),
                        simulated.latencyCycles(),
                        simulated.batchActivity().dramReadBytes()
                            + simulated.batchActivity().dramWriteBytes(),
                        reason))
            .ifPresent(unfused::add);
      }
    }
    return unfused;
  }
}
