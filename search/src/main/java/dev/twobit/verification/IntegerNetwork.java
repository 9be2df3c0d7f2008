package dev.twobit.verification;

import dev.twobit.network.Network;
import dev.twobit.simulator.PrecisionPlan;
import java.util.List;

/**
 * A network as the accelerator runs it: integers in every step.
 *
 * @param network whose lowering the steps are
 * @param plan bits of every tensor
 * @param steps in the order they run
 */
record IntegerNetwork(Network network, PrecisionPlan plan, List<IntegerStep> steps) {
  public IntegerNetwork {
    steps = List.copyOf(steps);
  }
}
