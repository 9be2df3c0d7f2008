package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Outputs of a network that are computed: nothing quantizes them, and an exported file has them in
 * float, so that the accelerator writes 32 bits. Logits are sums of a convolution or fully
 * connected layer, functions of such in passing, or such as a list, or with another axis of one:
 * they are 32 bits on all the way. What a step only moves or chooses for an output are codes and
 * stay so.
 *
 * @param layers names of those between the array and logits, those of the array included
 * @param outputs tensors that are written in 32 bits
 */
record OutputSums(Set<String> layers, Set<String> outputs) {
  /** Bits of what is written as it is. */
  static final int BITS = 32;

  /** Everything is codes. */
  static final OutputSums NONE = new OutputSums(Set.of(), Set.of());

  OutputSums {
    layers = Set.copyOf(layers);
    outputs = Set.copyOf(outputs);
  }

  static OutputSums of(Network network) {
    Paths paths = new Paths(network, network.consumers(), network.producers());
    Set<String> layers = new HashSet<>();
    Set<String> outputs = new HashSet<>();
    for (String output : network.outputs()) {
      Set<String> path = paths.fromTheArray(output);
      layers.addAll(path);
      if (!path.isEmpty() || paths.isComputed(output)) {
        outputs.add(output);
      }
    }
    return new OutputSums(layers, outputs);
  }

  private record Paths(
      Network network, Map<String, List<Layer>> consumers, Map<String, Layer> producers) {
    /** Layers on the way from the array to a tensor; empty if another step is between. */
    Set<String> fromTheArray(String output) {
      Set<String> path = new HashSet<>();
      Layer layer = producers.get(output);
      while (layer != null) {
        path.add(layer.name());
        if (layer.asConvolution().isPresent() || layer.asFullyConnected().isPresent()) {
          return path;
        }
        layer = isInPassing(layer) ? producers.get(layer.input()) : null;
      }
      return Set.of();
    }

    /** Whether a step makes its values, lists under another shape included. */
    boolean isComputed(String output) {
      Layer layer = producers.get(output);
      while (layer != null && isSamePlaces(layer) && isReadOnce(layer.input())) {
        layer = producers.get(layer.input());
      }
      return layer != null && !layer.keepsValues();
    }

    private boolean isInPassing(Layer layer) {
      return (layer.asElementwise().isPresent() || isSamePlaces(layer))
          && isReadOnce(layer.input());
    }

    private boolean isReadOnce(String tensor) {
      return !network.outputs().contains(tensor)
          && consumers.getOrDefault(tensor, List.of()).size() == 1;
    }

    /** Such a reshape takes no step, whatever addresses can say. */
    private boolean isSamePlaces(Layer layer) {
      if (layer.asReshape().isEmpty()) {
        return false;
      }
      TensorShape in = network.shape(layer.input());
      TensorShape out = network.shape(layer.output());
      return isList(in) && isList(out) || isRows(in) && isRows(out) && wide(in).equals(wide(out));
    }

    /** Of features: no plane, whose channels stand before its rows. */
    private static boolean isRows(TensorShape shape) {
      return shape.rank() < 4;
    }

    /** Without axes of one. */
    private static List<Integer> wide(TensorShape shape) {
      return shape.dims().stream().filter(d -> d > 1).toList();
    }

    private static boolean isList(TensorShape shape) {
      return shape.rank() > 1 && shape.elementCount() == shape.dim(1);
    }
  }
}
