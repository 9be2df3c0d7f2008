package dev.twobit.network;

import dev.twobit.network.Layer.ConstantOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a network as an exporter wrote it into the form that training and search read: a constant
 * added per channel after a weighted layer is its bias, and a softmax at the end, which the loss
 * brings itself, is dropped.
 */
public final class NetworkCanonicalizer {
  private NetworkCanonicalizer() {}

  /** A network of the same logits. */
  public static Network canonical(Network network) {
    return withoutFinalSoftmax(withBiases(network));
  }

  private static Network withBiases(Network network) {
    Map<String, List<Layer>> consumers = network.consumers();
    Map<String, Layer.ConstantArithmetic> additions = new HashMap<>();
    Set<String> absorbed = new HashSet<>();
    Map<String, WeightTensor> biases = new HashMap<>();
    for (Layer layer : network.layers()) {
      biasAfter(layer, network, consumers)
          .ifPresent(
              add -> {
                additions.put(layer.name(), add);
                absorbed.add(add.name());
                network
                    .parameters()
                    .find(add.name() + ".constant")
                    .ifPresent(
                        c -> biases.put(layer.name() + ".bias", WeightTensor.vector(c.values())));
              });
    }
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      Layer.ConstantArithmetic add = additions.get(layer.name());
      if (add != null) {
        Layer biased =
            layer instanceof Layer.Convolution c
                ? c.withBias(true)
                : ((Layer.FullyConnected) layer).withBias(true);
        layers.add(biased.rewired(layer.inputs(), add.output()));
      } else if (!absorbed.contains(layer.name())) {
        layers.add(layer);
      }
    }
    return network.with(layers, network.shapes(), network.parameters().with(biases));
  }

  private static Optional<Layer.ConstantArithmetic> biasAfter(
      Layer layer, Network network, Map<String, List<Layer>> consumers) {
    boolean open =
        layer instanceof Layer.Convolution c && !c.hasBias()
            || layer instanceof Layer.FullyConnected f && !f.hasBias();
    List<Layer> readers = consumers.getOrDefault(layer.output(), List.of());
    if (!open
        || readers.size() != 1
        || network.outputs().contains(layer.output())
        || !(readers.get(0) instanceof Layer.ConstantArithmetic add)
        || add.operation() != ConstantOperation.ADD) {
      return Optional.empty();
    }
    TensorShape out = network.shape(layer.output());
    boolean perChannel =
        add.constantShape().elementCount() == out.channels()
            && (out.rank() == 2
                ? add.constantShape().dim(-1) == out.channels()
                : add.constantShape().rank() >= 3 && add.constantShape().dim(-3) == out.channels());
    return perChannel && network.shape(add.output()).equals(out)
        ? Optional.of(add)
        : Optional.empty();
  }

  /** The softmax may be read by layers that give the classes another shape. */
  private static Network withoutFinalSoftmax(Network network) {
    List<Layer> layers = new ArrayList<>(network.layers());
    int at = layers.size() - 1;
    while (at > 0 && layers.get(at) instanceof Layer.Reshape && isChained(network, at)) {
      at--;
    }
    Layer softmax = layers.get(at);
    if (!(softmax instanceof Layer.Softmax) || !isLast(network, layers.size() - 1)) {
      return network;
    }
    layers.remove(at);
    boolean last = at == layers.size();
    if (!last) {
      layers.set(at, layers.get(at).rewired(List.of(softmax.input()), layers.get(at).output()));
    }
    return new Network(
        network.name(),
        network.inputs(),
        last ? List.of(softmax.input()) : network.outputs(),
        layers,
        network.shapes(),
        network.parameters(),
        network.dynamicBatch(),
        network.images());
  }

  private static boolean isLast(Network network, int at) {
    return network.outputs().equals(List.of(network.layers().get(at).output()));
  }

  /** Whether a layer reads what the one before it writes. */
  private static boolean isChained(Network network, int at) {
    return network.layers().get(at).input().equals(network.layers().get(at - 1).output());
  }
}
