package dev.twobit.search.inherit;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layers that decide a channel's value: batch normalizations, and layers with weights that none
 * follows. Those whose results an Add sums are one set.
 */
final class Origins {
  private final Network network;
  private final Set<String> inserted;
  private final Map<String, Set<String>> ofTensor = new HashMap<>();
  private final Map<String, Set<String>> sets = new HashMap<>();

  /**
   * @param inserted layers that hand on channels of other origins, or zeros
   */
  Origins(Network network, Set<String> inserted) {
    this.network = network;
    this.inserted = inserted;
    network.inputs().forEach(t -> ofTensor.put(t, Set.of()));
    network.layers().forEach(this::read);
  }

  private void read(Layer layer) {
    Set<String> found = new LinkedHashSet<>();
    if (layer.asMultiply().isPresent()) {
      found.addAll(factor(layer.inputs()));
    } else if (ConvolutionRoles.isWeighted(layer) || layer.asBatchNormalization().isPresent()) {
      found.addAll(inserted.contains(layer.name()) ? List.of() : List.of(layer.name()));
    } else {
      layer.inputs().forEach(t -> found.addAll(of(t)));
    }
    ofTensor.put(layer.output(), found);
    found.forEach(o -> sets.computeIfAbsent(o, x -> new LinkedHashSet<>(Set.of(x))));
    if (layer.asAdd().isPresent()) {
      Set<String> all = new LinkedHashSet<>();
      found.forEach(o -> all.addAll(summedWith(o)));
      all.forEach(o -> sets.put(o, all));
    }
  }

  /** A gate only scales what is normalized. */
  private Set<String> factor(List<String> operands) {
    return operands.stream()
        .map(this::of)
        .filter(all -> all.stream().anyMatch(this::normalizes))
        .findFirst()
        .orElse(of(operands.get(0)));
  }

  /** The layers that decide what a tensor holds, or parts of it. */
  Set<String> of(String tensor) {
    return ofTensor.getOrDefault(tensor, Set.of());
  }

  boolean normalizes(String layer) {
    return network.layer(layer).flatMap(Layer::asBatchNormalization).isPresent();
  }

  /** Layers whose results are summed with this one's, itself among them, in network order. */
  List<String> summedWith(String origin) {
    Set<String> all = sets.getOrDefault(origin, Set.of(origin));
    List<String> ordered = new ArrayList<>();
    network.layers().stream().map(Layer::name).filter(all::contains).forEach(ordered::add);
    return ordered;
  }
}
