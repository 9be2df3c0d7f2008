package dev.twobit.verification;

import dev.twobit.network.Network;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.simulator.PrecisionPlan;
import java.util.List;

/**
 * A network as the accelerator runs it: integers in every step.
 *
 * @param network whose lowering the steps are
 * @param quantization that the integers stand for; empty if they stand for nothing
 * @param plan bits of every tensor
 * @param steps in the order they run
 * @param items how each of them takes its tensors
 */
record IntegerNetwork(
    Network network,
    NetworkQuantization quantization,
    PrecisionPlan plan,
    List<IntegerStep> steps,
    List<StepItems> items) {
  public IntegerNetwork {
    steps = List.copyOf(steps);
    items = List.copyOf(items);
  }

  /** Codes of a run on an image. */
  CodeStore codes(float[] image) {
    return new CodeStore(network, image, quantization);
  }

  /** The last copy that the last step wrote, as real values. */
  float[] real(List<int[]> outputs) {
    int last = steps.size() - 1;
    return IntegerRun.real(steps.get(last), items.get(last), outputs);
  }
}
