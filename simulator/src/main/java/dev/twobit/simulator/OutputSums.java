package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Outputs of a network that are sums of a convolution or fully connected layer, or functions of
 * such in passing: logits. Nothing quantizes them, and an exported file has them in float, so that
 * the accelerator writes 32-bit sums.
 */
final class OutputSums {
  /** Bits of a sum that is written as it is. */
  static final int BITS = 32;

  private final Network network;
  private final Map<String, List<Layer>> consumers;
  private final Map<String, Layer> producers;
  private final Set<String> layers = new HashSet<>();

  private OutputSums(Network network) {
    this.network = network;
    this.consumers = network.consumers();
    this.producers = network.producers();
  }

  /** Names of the layers between the array and such outputs, those of the array included. */
  static Set<String> layers(Network network) {
    OutputSums sums = new OutputSums(network);
    network.outputs().forEach(sums::follow);
    return Set.copyOf(sums.layers);
  }

  private void follow(String output) {
    Set<String> path = new HashSet<>();
    Layer layer = producers.get(output);
    while (layer != null) {
      path.add(layer.name());
      if (layer.asConvolution().isPresent() || layer.asFullyConnected().isPresent()) {
        layers.addAll(path);
        return;
      }
      layer = isInPassing(layer) ? producers.get(layer.input()) : null;
    }
  }

  private boolean isInPassing(Layer layer) {
    return layer.asElementwise().isPresent()
        && !network.outputs().contains(layer.input())
        && consumers.getOrDefault(layer.input(), List.of()).size() == 1;
  }
}
