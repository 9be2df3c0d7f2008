package dev.twobit.experiment.trial;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/** The widths from which a found network is made again. */
final class FoundWidths {
  private FoundWidths() {}

  /**
   * What a network has as widths.
   *
   * @param model which {@code found} was made from
   * @return output channels of every convolution that the model has, and output features of the
   *     fully connected layers that are not as the model's (gates follow the channels they scale);
   *     what was inserted between them follows from these
   */
  static Map<String, Integer> of(Network model, Network found) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (Layer layer : model.layers()) {
      found
          .layer(layer.name())
          .filter(made -> isWidth(layer, made))
          .ifPresent(made -> widths.put(layer.name(), width(made)));
    }
    return widths;
  }

  private static boolean isWidth(Layer layer, Layer made) {
    return layer.asConvolution().isPresent()
        || layer.asFullyConnected().isPresent() && width(layer) != width(made);
  }

  private static int width(Layer layer) {
    return layer
        .asConvolution()
        .map(Layer.Convolution::outputChannels)
        .or(() -> layer.asFullyConnected().map(Layer.FullyConnected::outputFeatures))
        .orElse(0);
  }
}
