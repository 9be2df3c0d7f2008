package dev.twobit.simulator;

import dev.twobit.hardware.EnergyConfig;
import dev.twobit.hardware.HostProcessor;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.simulator.workload.StoredTensors;

/**
 * An operator that leaves the accelerator, of one image. The processor waits for the accelerator
 * and the accelerator for it; tensors between them are in external memory at the widths of the
 * precision plan.
 *
 * @param operator with its domain, if that is not ONNX's own
 */
public record HostOperation(
    String layer, String operator, Demand demand, Times times, double energyPicojoules) {

  /**
   * What has to be done.
   *
   * @param macs at least; what is known of operators without a definition here
   * @param elements read and written
   * @param bytes the same in memory
   */
  public record Demand(long macs, long elements, long bytes) {}

  /** Of the hand-over, and of what goes on at once after it. */
  public record Times(
      double handoverMilliseconds, double arithmeticMilliseconds, double memoryMilliseconds) {}

  static HostOperation of(
      Network network,
      PrecisionPlan plan,
      Layer.Unsupported layer,
      HostProcessor host,
      EnergyConfig energy) {
    long elements = network.shape(layer.output()).elementCount();
    long bytes = 0;
    for (int bits : plan.copies(layer.output())) {
      bytes += StoredTensors.weightBytes(elements, bits);
    }
    for (String tensor : layer.inputs()) {
      long read = network.shape(tensor).elementCount();
      elements += read;
      bytes += StoredTensors.weightBytes(read, plan.readBits(layer));
    }
    HostProcessor.Speed speed = host.speed();
    double cycles = layer.macs() / speed.macsPerCycle() + elements / speed.elementsPerCycle();
    return new HostOperation(
        layer.name(),
        layer.domain().isEmpty() ? layer.operator() : layer.domain() + "." + layer.operator(),
        new Demand(layer.macs(), elements, bytes),
        new Times(
            speed.handoverMicroseconds() * 1e-3,
            cycles / (host.clockMegahertz() * 1e3),
            bytes / (speed.bandwidthMegabytesPerSecond() * 1e3)),
        cycles * host.picojoulesPerCycle() + bytes * energy.traffic().dramPicojoulesPerByte());
  }

  /** Arithmetic and memory at once, after the hand-over. */
  public double milliseconds() {
    return times.handoverMilliseconds
        + Math.max(times.arithmeticMilliseconds, times.memoryMilliseconds);
  }
}
