package dev.twobit.simulator;

import dev.twobit.hardware.HostLink;
import dev.twobit.network.Network;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.List;

/**
 * What an inference spends outside the accelerator: images and results over the link, the weights
 * that do not stay on chip likewise, and the host's constant. Nothing of it overlaps with the
 * accelerator or with one another. Biases and scales are not counted.
 *
 * @param weightBytes of all layers; {@code streamedWeightBytes} those that cross the link
 * @param transferBytes of the network's inputs and outputs
 */
public record HostLinkTiming(
    long weightBytes,
    long streamedWeightBytes,
    long transferBytes,
    double hostMilliseconds,
    double streamMilliseconds,
    double transferMilliseconds) {
  /** No link: all zero. */
  public static final HostLinkTiming NONE = new HostLinkTiming(0, 0, 0, 0, 0, 0);

  /**
   * The timing of so many images in one call: weights cross once.
   *
   * @param network whose inputs and outputs cross, as its shapes say, and {@code steps} its
   *     lowering
   */
  public static HostLinkTiming of(
      Network network, PrecisionPlan plan, List<LoweredLayer> steps, HostLink link, int images) {
    if (!link.isPresent()) {
      return NONE;
    }
    long weights = steps.stream().mapToLong(step -> weightBytes(step.workload())).sum();
    long streamed = Math.max(0, weights - link.onChipWeightBytes());
    long transferred = 0;
    for (String tensor : network.inputs()) {
      transferred += tensorBytes(network, plan, tensor, images);
    }
    for (String tensor : network.outputs()) {
      transferred += tensorBytes(network, plan, tensor, images);
    }
    double bytesPerMillisecond = link.bandwidthMegabytesPerSecond() * 1e3;
    return new HostLinkTiming(
        weights,
        streamed,
        transferred,
        link.hostMicroseconds() * 1e-3,
        streamed / bytesPerMillisecond,
        transferred / bytesPerMillisecond);
  }

  public double linkMilliseconds() {
    return streamMilliseconds + transferMilliseconds;
  }

  public double totalMilliseconds() {
    return hostMilliseconds + linkMilliseconds();
  }

  private static long weightBytes(LayerWorkload workload) {
    if (!(workload instanceof LayerWorkload.Convolution c)) {
      return 0;
    }
    long kernel =
        (long) (c.inputChannels() / c.groups())
            * c.window().kernelHeight()
            * c.window().kernelWidth();
    return StoredTensors.weightBytes(kernel * c.outputChannels(), c.weightBits());
  }

  private static long tensorBytes(Network network, PrecisionPlan plan, String tensor, int images) {
    List<Integer> copies = plan.copies(tensor);
    int widest = copies.get(copies.size() - 1);
    return StoredTensors.weightBytes(network.shape(tensor).elementCount() * images, widest);
  }
}
