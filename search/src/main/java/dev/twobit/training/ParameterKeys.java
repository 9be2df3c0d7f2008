package dev.twobit.training;

import dev.twobit.network.Layer;
import java.util.ArrayList;
import java.util.List;

/** Which weights a layer has. */
public final class ParameterKeys {
  private ParameterKeys() {}

  /** Keys that are trained. */
  public static List<String> trainable(Layer layer) {
    List<String> keys = new ArrayList<>();
    if (layer instanceof Layer.BatchNormalization) {
      keys.add(layer.name() + ".scale");
      keys.add(layer.name() + ".shift");
    } else if (layer instanceof Layer.Convolution c) {
      keys.add(c.name() + ".weight");
      if (c.hasBias()) {
        keys.add(c.name() + ".bias");
      }
    } else if (layer instanceof Layer.FullyConnected f) {
      keys.add(f.name() + ".weight");
      if (f.hasBias()) {
        keys.add(f.name() + ".bias");
      }
    }
    return keys;
  }

  /** Keys that are measured: running statistics. */
  public static List<String> buffers(Layer layer) {
    return layer instanceof Layer.BatchNormalization
        ? List.of(layer.name() + ".mean", layer.name() + ".variance")
        : List.of();
  }
}
