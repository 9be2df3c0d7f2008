package dev.twobit.search.supernet;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of batch normalizations in a super-net: one for every width of what a convolution writes,
 * {@code name@width}; where it writes blocks of several units, of each block {@code
 * name#block@width}. One that follows no layer with weights is there once, at its widest.
 */
final class NormalizationKeys {
  static final List<String> TRAINABLE = List.of(".scale", ".shift");
  static final List<String> FIELDS = List.of(".scale", ".shift", ".mean", ".variance");

  private NormalizationKeys() {}

  static String block(String layer, int block, int blocks) {
    return blocks == 1 ? layer : layer + "#" + block;
  }

  static String key(String block, int width) {
    return block + "@" + width;
  }

  /** Batch normalization that alone reads what a layer with weights writes, by that layer. */
  static Map<String, Layer.BatchNormalization> following(Network network) {
    Map<String, List<Layer>> consumers = network.consumers();
    Map<String, Layer.BatchNormalization> found = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      List<Layer> readers = consumers.getOrDefault(layer.output(), List.of());
      if (ConvolutionRoles.isWeighted(layer)
          && readers.size() == 1
          && !network.outputs().contains(layer.output())) {
        readers.get(0).asBatchNormalization().ifPresent(b -> found.put(layer.name(), b));
      }
    }
    return found;
  }
}
