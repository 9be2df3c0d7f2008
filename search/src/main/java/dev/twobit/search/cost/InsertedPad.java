package dev.twobit.search.cost;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Pad that the derived network has where an operand of an Add is narrower than the sum.
 *
 * @param add name
 */
record InsertedPad(String add, Layer.Pad pad) {
  /** Those of a derived network, in the order of its Adds. */
  static List<InsertedPad> in(Network original, Network derived) {
    List<InsertedPad> found = new ArrayList<>();
    Map<String, Layer> producers = derived.producers();
    for (Layer layer : derived.layers()) {
      if (layer.asAdd().isPresent()) {
        layer.inputs().stream()
            .filter(t -> !original.shapes().containsKey(t))
            .flatMap(t -> Optional.ofNullable(producers.get(t)).stream())
            .flatMap(l -> l.asPad().stream())
            .forEach(pad -> found.add(new InsertedPad(layer.name(), pad)));
      }
    }
    return found;
  }
}
