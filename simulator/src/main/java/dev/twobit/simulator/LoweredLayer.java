package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;

/**
 * One step of the accelerator and where it comes from.
 *
 * @param workload the step at the network's own widths
 * @param inputTensor the tensor whose channels are its input channels
 * @param outputTensor the tensor it writes, behind everything fused into it
 * @param members layers of the network it stands for, first the one that names it
 * @param runs how often it runs for the batch
 */
public record LoweredLayer(
    LayerWorkload workload,
    String inputTensor,
    String outputTensor,
    List<Layer> members,
    int runs) {
  public LoweredLayer {
    members = List.copyOf(members);
  }
}
