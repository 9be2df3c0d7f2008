package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;

/**
 * One step of the accelerator and where it comes from.
 *
 * @param workload the step at the network's own widths
 * @param inputTensors the tensors it reads, without those of an add that is fused into it; a step
 *     of the post-processor reads one an operand
 * @param outputTensor the tensor it writes, behind everything fused into it
 * @param members layers of the network it stands for, first the one that names it
 * @param runs how often it runs for the batch
 */
public record LoweredLayer(
    LayerWorkload workload,
    List<String> inputTensors,
    String outputTensor,
    List<Layer> members,
    int runs) {
  public LoweredLayer {
    inputTensors = List.copyOf(inputTensors);
    members = List.copyOf(members);
  }

  /** The tensor whose channels are its input channels. */
  public String inputTensor() {
    return inputTensors.get(0);
  }
}
