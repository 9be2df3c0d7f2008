package dev.twobit.search.cost;

import dev.twobit.network.Network;
import dev.twobit.simulator.ChainedStep;
import dev.twobit.simulator.LoweredLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps of one derived network.
 *
 * @param steps in execution order
 * @param links of each, to the next one
 */
record StepSequence(List<KnownStep> steps, List<Link> links) {

  /** What a step writes and the next one, as {@link ChainedStep} has it. */
  record Link(boolean onlyNextReads, boolean nextWaits) {}

  /** Of a network whose steps are {@code lowered}. */
  static StepSequence of(Network network, List<LoweredLayer> lowered, WorkloadCosts costs) {
    return new StepSequence(
        lowered.stream().map(s -> costs.step(s.workload(), s.runs())).toList(),
        links(network, lowered));
  }

  /** Of each step of a network. */
  static List<Link> links(Network network, List<LoweredLayer> steps) {
    List<Boolean> only = ChainedStep.onlyNextReads(network, steps);
    List<Boolean> waits = ChainedStep.nextWaits(network, steps);
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      links.add(new Link(only.get(i), waits.get(i)));
    }
    return links;
  }

  /** Clocks with all steps one by one. */
  double cycles() {
    double cycles = 0;
    for (KnownStep step : steps) {
      cycles += step.cycles();
    }
    return cycles;
  }

  /** Energy with all steps one by one. */
  double picojoules() {
    double picojoules = 0;
    for (KnownStep step : steps) {
      picojoules += step.picojoules();
    }
    return picojoules;
  }

  /** Most bytes of the operand buffer that any step holds. */
  double bufferBytes(WorkloadCosts costs) {
    double most = 0;
    for (KnownStep step : steps) {
      most = Math.max(most, costs.bufferBytes(step.alone().workload()));
    }
    return most;
  }

  /** Clocks with all steps back to back. */
  long wholeCycles(StepPasses passes) {
    StepPasses.Left left = passes.nothing();
    long cycles = 0;
    for (int i = 0; i < steps.size(); i++) {
      Optional<KnownStep> next =
          i + 1 < steps.size() ? Optional.of(steps.get(i + 1)) : Optional.empty();
      StepPasses.Outcome outcome = passes.pass(left, steps.get(i), next, links.get(i));
      cycles += outcome.cycles();
      left = outcome.after();
    }
    return cycles;
  }
}
