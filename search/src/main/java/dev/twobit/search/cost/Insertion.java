package dev.twobit.search.cost;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A shortcut that the derived network gets where the operands of an Add have different widths.
 *
 * @param add name
 * @param identity the operand that the shortcut is put on; {@code main} the one whose width stays
 * @param convolution of the shortcut; {@code normalization} behind it
 */
record Insertion(
    String add,
    String identity,
    String main,
    Layer.Convolution convolution,
    Layer.BatchNormalization normalization) {

  /** A derived network in which no two units are equally wide: it has every shortcut there is. */
  static Network withAll(SearchSpace space) {
    Set<Integer> taken = new HashSet<>();
    space.network().inputs().forEach(i -> taken.add(space.network().shape(i).channels()));
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (SearchUnit unit : space.units().values()) {
      int width = unit.nominal();
      while (!taken.add(width)) {
        width += unit.nominal();
      }
      widths.put(unit.name(), width);
    }
    return space.derived(widths);
  }

  /**
   * @param derived network with all of them
   */
  static List<Insertion> in(Network original, Network derived) {
    List<Insertion> found = new ArrayList<>();
    Map<String, Layer> producers = derived.producers();
    for (Layer layer : original.layers()) {
      if (layer.asAdd().isEmpty()) {
        continue;
      }
      List<String> now = derived.layer(layer.name()).map(Layer::inputs).orElse(layer.inputs());
      String main = layer.inputs().stream().filter(now::contains).findFirst().orElse(layer.input());
      for (int i = 0; i < now.size(); i++) {
        String identity = layer.inputs().get(i);
        if (!now.get(i).equals(identity)) {
          writer(now.get(i), producers)
              .flatMap(Layer::asBatchNormalization)
              .ifPresent(
                  bn ->
                      writer(bn.input(), producers)
                          .flatMap(Layer::asConvolution)
                          .map(c -> new Insertion(layer.name(), identity, main, c, bn))
                          .ifPresent(found::add));
        }
      }
    }
    return found;
  }

  private static Optional<Layer> writer(String tensor, Map<String, Layer> producers) {
    return Optional.ofNullable(producers.get(tensor));
  }
}
