package dev.twobit.verification;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.simulator.PrecisionPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The bits that a quantized file itself states. */
final class StatedPrecision {
  /** Bits of what the file leaves in float behind the last layer: those of the accumulator. */
  static final int ACCUMULATOR_BITS = 32;

  private StatedPrecision() {}

  /** Weights in the fewest bits that hold their levels; every tensor in the forms it is read in. */
  static PrecisionPlan of(Network network, NetworkQuantization quantization, TensorForms forms) {
    Map<String, Integer> weights = new HashMap<>();
    Map<String, Integer> reads = new HashMap<>();
    Map<String, List<Integer>> copies = new HashMap<>();
    network.inputs().forEach(t -> copies.put(t, orFloat(bits(forms.of(t)))));
    for (Layer layer : network.layers()) {
      if (ConvolutionRoles.isWeighted(layer)) {
        Weights levels = quantization.weights().get(layer.name());
        if (levels == null) {
          throw new InvalidInputException(
              network.name()
                  + ": node '"
                  + layer.name()
                  + "': found weights in float, expected them quantized as the others");
        }
        weights.put(layer.name(), WeightCodes.of(levels.levels()).bits());
      }
      List<Activations> own =
          quantization
              .inputs()
              .getOrDefault(
                  layer.name(), layer.keepsValues() ? forms.of(layer.output()) : List.of());
      reads.put(
          layer.name(),
          own.stream().mapToInt(Activations::bits).max().orElse(PrecisionPlan.UNQUANTIZED_BITS));
      List<Integer> written = new ArrayList<>(bits(forms.of(layer.output())));
      if (network.outputs().contains(layer.output()) || written.isEmpty()) {
        written.add(ACCUMULATOR_BITS);
      }
      copies.put(layer.output(), written);
    }
    return new PrecisionPlan(weights, reads, copies);
  }

  /** What nothing reads as codes is as wide as a float. */
  private static List<Integer> orFloat(List<Integer> bits) {
    return bits.isEmpty() ? List.of(ACCUMULATOR_BITS) : bits;
  }

  private static List<Integer> bits(List<Activations> forms) {
    return forms.stream().map(Activations::bits).toList();
  }
}
