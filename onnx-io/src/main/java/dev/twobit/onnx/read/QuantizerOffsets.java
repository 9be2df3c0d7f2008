package dev.twobit.onnx.read;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.onnx.NetworkQuantization.Activations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Subtractions of a constant that are part of a quantizer: all that reads them quantizes to codes
 * from zero on, for convolutions and fully connected layers alone.
 */
final class QuantizerOffsets {
  private QuantizerOffsets() {}

  /**
   * A quantizer's input before the subtraction, and what is subtracted.
   *
   * @param tensor that is quantized
   */
  record Offset(String tensor, float value) {}

  /**
   * @param network with a reshape to the same shape in the place of each quantizer
   * @param quantizers forms by the names of those layers
   * @return by the tensor that the subtraction writes
   */
  static Map<String, Offset> of(Network network, Map<String, Activations> quantizers) {
    Map<String, List<Layer>> consumers = network.consumers();
    Map<String, Offset> found = new HashMap<>();
    for (Layer layer : network.layers()) {
      List<Layer> readers = consumers.getOrDefault(layer.output(), List.of());
      if (!readers.isEmpty()
          && !network.outputs().contains(layer.output())
          && readers.stream().allMatch(r -> isOfWeighted(r, network, quantizers, consumers))) {
        subtracted(layer, network)
            .ifPresent(
                value -> found.put(layer.output(), new Offset(layer.inputs().get(0), value)));
      }
    }
    return found;
  }

  private static boolean isOfWeighted(
      Layer reader,
      Network network,
      Map<String, Activations> quantizers,
      Map<String, List<Layer>> consumers) {
    Activations form = quantizers.get(reader.name());
    return form != null
        && form.leastCode() == 0
        && !network.outputs().contains(reader.output())
        && consumers.getOrDefault(reader.output(), List.of()).stream()
            .allMatch(ConvolutionRoles::isWeighted);
  }

  private static Optional<Float> subtracted(Layer layer, Network network) {
    return layer instanceof Layer.ConstantArithmetic c
            && c.operation() == Layer.ConstantOperation.SUBTRACT
        ? network
            .parameters()
            .find(c.name() + ".constant")
            .filter(w -> w.values().length == 1 && w.values()[0] > 0)
            .map(w -> w.values()[0])
        : Optional.empty();
  }
}
