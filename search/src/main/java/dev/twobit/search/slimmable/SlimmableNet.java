package dev.twobit.search.slimmable;

import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.WeightTensor;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.inherit.ChannelOrder;
import dev.twobit.search.inherit.Inheritance;
import dev.twobit.search.inherit.ParameterSlices;
import dev.twobit.search.inherit.TrainedParent;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.Initializer;
import dev.twobit.training.ParameterKeys;
import dev.twobit.training.TrainableNetwork;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network of the largest widths, of which networks of other widths are parts: the first channels
 * of every unit, with its weights, its ranges of quantizers, and statistics of their own
 * (search/docs/methods.md#slimmable).
 */
final class SlimmableNet {
  /** Structures of parts that are kept. */
  private static final int MOST_KEPT = 500;

  private final TrainableNetwork whole;
  private final Inheritance inheritance;
  private final Map<Map<String, Integer>, Network> structures = new LinkedHashMap<>();

  private SlimmableNet(TrainableNetwork whole, Inheritance inheritance) {
    this.whole = whole;
    this.inheritance = inheritance;
  }

  /**
   * It begins with what the parent passes on, its most important channels first; else with fresh
   * weights. Holds leaves: call outside of a step's pointer scope.
   *
   * @param widest by unit
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // fresh weights have none
  static SlimmableNet of(
      ComparedSearch.Scene scene, Optional<TrainedParent> parent, Map<String, Integer> widest) {
    var task = scene.task();
    TrainableNetwork whole =
        parent
            .map(p -> p.child(widest, task.seed()))
            .orElseGet(
                () ->
                    TrainableNetwork.of(
                        Initializer.initialize(
                            task.costs().derive(scene.space(), widest), task.seed()),
                        task.scheme()))
            .withPrecision(task.precision());
    Network network = whole.structure();
    SearchSpace space = scene.settings().space(network);
    return new SlimmableNet(whole, Inheritance.of(space, network, ChannelOrder.identity(space)));
  }

  /** The widest, whose leaves are all there are. */
  TrainableNetwork whole() {
    return whole;
  }

  /** A part, with the weights as they are; changing them changes the whole. */
  TrainableNetwork part(Map<String, Integer> widths) {
    if (structures.size() >= MOST_KEPT) {
      structures.clear();
    }
    Network structure = structures.computeIfAbsent(widths, w -> bare(inheritance.at(w, 0)));
    ParameterSlices slices = inheritance.slices(widths);
    return TrainableNetwork.partOf(structure, whole, slices::of);
  }

  /** Without the weights, which are those of the whole. */
  private static Network bare(Network network) {
    Set<String> weights = new HashSet<>();
    network.layers().forEach(l -> weights.addAll(ParameterKeys.trainable(l)));
    Map<String, WeightTensor> others = new HashMap<>();
    network.parameters().keys().stream()
        .filter(key -> !weights.contains(key))
        .forEach(key -> others.put(key, network.parameters().get(key)));
    return network.withParameters(Parameters.of(others));
  }
}
