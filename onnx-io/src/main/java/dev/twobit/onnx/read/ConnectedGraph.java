package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.QuotedText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a network its outputs depend on. Layers that no output depends on are left out, as ONNX
 * Runtime leaves them out: they cost nothing. An input that no output depends on, an output that
 * depends on no input, and two networks in one file that share no computed tensor are refused.
 */
final class ConnectedGraph {
  private final Network network;

  private ConnectedGraph(Network network) {
    this.network = network;
  }

  static Network of(Network network) {
    ConnectedGraph graph = new ConnectedGraph(network);
    Set<String> live = graph.live();
    graph.requireInputsRead(live);
    graph.requireOutputsComputed();
    graph.requireOne(live);
    List<Layer> layers = network.layers().stream().filter(l -> live.contains(l.output())).toList();
    return layers.size() == network.layers().size()
        ? network
        : network.with(layers, network.shapes(), network.parameters());
  }

  /** Tensors that outputs depend on. */
  private Set<String> live() {
    Set<String> live = new HashSet<>(network.outputs());
    List<Layer> layers = network.layers();
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      if (live.contains(layer.output())) {
        live.addAll(layer.inputs());
      }
    }
    return live;
  }

  private void requireInputsRead(Set<String> live) {
    for (String input : network.inputs()) {
      if (!live.contains(input)) {
        throw error(
            "input '"
                + QuotedText.name(input)
                + "': no output depends on it, expected inputs that one does");
      }
    }
  }

  private void requireOutputsComputed() {
    Set<String> computed = new HashSet<>(network.inputs());
    for (Layer layer : network.layers()) {
      if (layer.inputs().stream().anyMatch(computed::contains)) {
        computed.add(layer.output());
      }
    }
    for (String output : network.outputs()) {
      if (!computed.contains(output)) {
        throw error(
            "output '"
                + QuotedText.name(output)
                + "': depends on no input, expected outputs that do");
      }
    }
  }

  /** All live tensors hang together by the layers between them. */
  private void requireOne(Set<String> live) {
    Map<String, String> parents = new HashMap<>();
    for (Layer layer : network.layers()) {
      if (live.contains(layer.output())) {
        layer.inputs().forEach(in -> parents.put(root(parents, in), root(parents, layer.output())));
      }
    }
    String first = network.inputs().get(0);
    for (String other : network.inputs()) {
      if (!root(parents, other).equals(root(parents, first))) {
        throw error(
            "inputs '"
                + QuotedText.name(first)
                + "' and '"
                + QuotedText.name(other)
                + "' are of two networks that share no tensor, expected one network");
      }
    }
  }

  private static String root(Map<String, String> parents, String tensor) {
    String root = tensor;
    String parent = parents.getOrDefault(root, root);
    while (!parent.equals(root)) {
      String above = parents.getOrDefault(parent, parent);
      parents.put(root, above);
      root = parent;
      parent = above;
    }
    return root;
  }

  private InvalidInputException error(String problem) {
    return new InvalidInputException(network.name() + ": " + problem);
  }
}
