package dev.twobit.simulator;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostProcessor;
import dev.twobit.network.Network;
import dev.twobit.network.SupportCheck;
import java.util.List;

/**
 * What the processor beside the accelerator does of a network.
 *
 * @param operations in execution order, each of one image
 * @param images that they are repeated for
 */
public record HostWork(HostProcessor processor, List<HostOperation> operations, int images) {
  /** All of the network runs on the accelerator. */
  public static final HostWork NONE = new HostWork(HostProcessor.NONE, List.of(), 1);

  public HostWork {
    operations = List.copyOf(operations);
  }

  static HostWork of(
      Network network,
      PrecisionPlan plan,
      HardwareConfig hardware,
      HostProcessor processor,
      int images) {
    List<HostOperation> operations =
        SupportCheck.unsupported(network).stream()
            .map(u -> HostOperation.of(network, plan, u, processor, hardware.energy()))
            .toList();
    return operations.isEmpty() ? NONE : new HostWork(processor, operations, images);
  }

  /** Time for all images. */
  public double milliseconds() {
    return images * operations.stream().mapToDouble(HostOperation::milliseconds).sum();
  }

  /** Energy for all images. */
  public double energyMillijoules() {
    return images * 1e-9 * operations.stream().mapToDouble(HostOperation::energyPicojoules).sum();
  }
}
