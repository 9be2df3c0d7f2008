package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Padding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The layers in front of one that can be done on the way to it: Pads next to it, and before them,
 * if they reach a network input, what becomes of the image.
 *
 * @param reader convolution, fully connected layer or pooling
 * @param pads from the reader on towards the input
 * @param image behind the pads, likewise; all of it, up to the network's input, or empty
 */
record FrontLayers(Layer reader, List<Layer.Pad> pads, List<Layer> image) {
  FrontLayers {
    pads = List.copyOf(pads);
    image = List.copyOf(image);
  }

  /**
   * Empty for a layer that takes nothing in passing.
   *
   * @param reasons told why Pads and arithmetic on images are not taken, by name
   */
  static Optional<FrontLayers> of(
      Layer layer, Network network, Map<String, Layer> producers, Map<String, String> reasons) {
    boolean array = layer.asConvolution().isPresent() || layer.asFullyConnected().isPresent();
    if (!array && layer.asPooling().isEmpty()) {
      return Optional.empty();
    }
    List<Layer.Pad> pads = pads(layer, network, producers, reasons);
    FrontLayers padded = new FrontLayers(layer, pads, List.of());
    List<Layer> image =
        array ? ImageLayers.of(layer, padded.tensor(), network, producers, reasons) : List.of();
    return Optional.of(new FrontLayers(layer, pads, image));
  }

  private static List<Layer.Pad> pads(
      Layer layer, Network network, Map<String, Layer> producers, Map<String, String> reasons) {
    List<Layer.Pad> pads = new ArrayList<>();
    String tensor = layer.input();
    while (layer.slidingWindow().isPresent()) {
      Optional<Layer.Pad> pad = Optional.ofNullable(producers.get(tensor)).flatMap(Layer::asPad);
      if (pad.isEmpty()) {
        return pads;
      }
      pads.add(pad.get());
      Optional<String> reason = PadRules.reason(layer, pads, network, producers);
      if (reason.isPresent()) {
        reasons.put(pad.get().name(), reason.get());
        pads.remove(pads.size() - 1);
        return pads;
      }
      tensor = pad.get().input();
    }
    return pads;
  }

  /** From the reader on towards the input. */
  List<Layer> layers() {
    return Stream.concat(pads.stream(), image.stream()).toList();
  }

  boolean has(Layer layer) {
    return layers().stream().anyMatch(l -> l.name().equals(layer.name()));
  }

  /** Behind which there is nothing but padding. */
  String tensor() {
    return pads.isEmpty() ? reader.input() : pads.get(pads.size() - 1).input();
  }

  Padding padding() {
    return PadRules.sum(pads);
  }

  /** Without the layer and what is in front of it. */
  FrontLayers cutAt(Layer layer) {
    for (int i = 0; i < pads.size(); i++) {
      if (pads.get(i).name().equals(layer.name())) {
        return new FrontLayers(reader, pads.subList(0, i), List.of());
      }
    }
    return has(layer) ? new FrontLayers(reader, pads, List.of()) : this;
  }
}
