package dev.twobit.simulator.trace;

import java.util.List;

/**
 * A network's layers one after the other, some of them unit by unit.
 *
 * @param clockMegahertz what clocks are of
 * @param batch images
 * @param bufferBytes capacity of the operand buffer
 * @param bandwidthBytesPerCycle of the read port
 */
public record NetworkTrace(
    String networkName,
    String hardwareName,
    double clockMegahertz,
    int batch,
    long bufferBytes,
    double bandwidthBytesPerCycle,
    List<TracedLayer> layers) {
  public NetworkTrace {
    layers = List.copyOf(layers);
  }

  public long cycles() {
    return layers.isEmpty() ? 0 : layers.get(layers.size() - 1).endCycle();
  }
}
