package dev.twobit.verification;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.BitRule;
import dev.twobit.precision.Bits;
import dev.twobit.simulator.PrecisionPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The bits that a quantized file itself states. Layers with weights that it leaves in float have
 * those of a plan, as in a file that is in float altogether.
 */
final class StatedPrecision {
  /** Bits of what the file leaves in float behind the last layer: those of the accumulator. */
  static final int ACCUMULATOR_BITS = 32;

  private final Network network;
  private final NetworkQuantization quantization;
  private final TensorForms forms;

  /** Bits of the layers with weights that are not all stated. */
  private final Map<String, Bits> planned;

  /** Widths at which such layers read a tensor, or what is only moved of it. */
  private final Map<String, TreeSet<Integer>> inFloat = new HashMap<>();

  private StatedPrecision(
      Network network, NetworkQuantization quantization, TensorForms forms, BitPlan asked) {
    this.network = network;
    this.quantization = quantization;
    this.forms = forms;
    this.planned = planned(network, quantization, asked);
    for (int i = network.layers().size() - 1; i >= 0; i--) {
      Layer layer = network.layers().get(i);
      Optional<Bits> bits = Optional.ofNullable(planned.get(layer.name()));
      for (String tensor : isStated(layer) ? List.<String>of() : layer.inputs()) {
        TreeSet<Integer> widths = inFloat.computeIfAbsent(tensor, t -> new TreeSet<>());
        bits.ifPresent(b -> widths.add(b.activations()));
        if (layer.keepsValues()) {
          widths.addAll(readInFloat(layer.output()));
        }
      }
    }
  }

  /**
   * Weights in the fewest bits that hold their levels; every tensor in the forms it is read in.
   *
   * @param asked of the layers with weights that the file leaves in float; an error if it names
   *     others alone
   */
  static PrecisionPlan of(
      Network network, NetworkQuantization quantization, TensorForms forms, BitPlan asked) {
    return new StatedPrecision(network, quantization, forms, asked).plan();
  }

  /** Whether a layer with weights has both them and what it reads quantized. */
  static boolean isStated(NetworkQuantization quantization, String layer) {
    return quantization.weights().containsKey(layer) && quantization.inputs().containsKey(layer);
  }

  private static Map<String, Bits> planned(
      Network network, NetworkQuantization quantization, BitPlan asked) {
    Map<String, Bits> planned = new HashMap<>();
    List<String> weighted =
        network.layers().stream().filter(ConvolutionRoles::isWeighted).map(Layer::name).toList();
    if (weighted.stream().allMatch(l -> isStated(quantization, l))) {
      return planned;
    }
    Map<String, Bits> all = asked.of(network);
    weighted.stream()
        .filter(l -> !isStated(quantization, l))
        .forEach(l -> Optional.ofNullable(all.get(l)).ifPresent(b -> planned.put(l, b)));
    for (BitRule rule : asked.rules()) {
      if (!rule.isPart() && planned.keySet().stream().noneMatch(rule::matches)) {
        throw new InvalidInputException(
            "%s: bits of '%s': found a layer whose bits the file states, expected one in float: %s"
                .formatted(
                    network.name(),
                    rule.layers(),
                    String.join(
                        ", ", weighted.stream().filter(planned::containsKey).limit(5).toList())));
      }
    }
    return planned;
  }

  private boolean isStated(Layer layer) {
    return quantization.inputs().containsKey(layer.name());
  }

  private TreeSet<Integer> readInFloat(String tensor) {
    return inFloat.getOrDefault(tensor, new TreeSet<>());
  }

  private PrecisionPlan plan() {
    Map<String, Integer> weights = new HashMap<>();
    Map<String, Integer> reads = new HashMap<>();
    Map<String, List<Integer>> copies = new HashMap<>();
    network.inputs().forEach(t -> copies.put(t, orFloat(written(t))));
    for (Layer layer : network.layers()) {
      if (ConvolutionRoles.isWeighted(layer)) {
        weights.put(layer.name(), weightBits(layer));
      }
      reads.put(layer.name(), readBits(layer));
      List<Integer> written = written(layer.output());
      if (network.outputs().contains(layer.output()) || written.isEmpty()) {
        written.add(ACCUMULATOR_BITS);
      }
      copies.put(layer.output(), written);
    }
    return new PrecisionPlan(weights, reads, copies);
  }

  private int weightBits(Layer layer) {
    return Optional.ofNullable(quantization.weights().get(layer.name()))
        .map(Weights::levels)
        .map(levels -> WeightCodes.of(levels).bits())
        .or(() -> Optional.ofNullable(planned.get(layer.name())).map(Bits::weights))
        .orElse(PrecisionPlan.UNQUANTIZED_BITS);
  }

  private int readBits(Layer layer) {
    List<Activations> own =
        quantization
            .inputs()
            .getOrDefault(layer.name(), layer.keepsValues() ? forms.of(layer.output()) : List.of());
    int ofFloat =
        layer.keepsValues() && !readInFloat(layer.output()).isEmpty()
            ? readInFloat(layer.output()).last()
            : Optional.ofNullable(planned.get(layer.name()))
                .map(Bits::activations)
                .orElse(PrecisionPlan.UNQUANTIZED_BITS);
    return own.stream().mapToInt(Activations::bits).max().orElse(ofFloat);
  }

  /** Widths that a tensor is read in: a copy a form, and one a width that float layers read. */
  private List<Integer> written(String tensor) {
    List<Integer> written =
        new ArrayList<>(forms.of(tensor).stream().map(Activations::bits).toList());
    readInFloat(tensor).stream().filter(b -> !written.contains(b)).forEach(written::add);
    written.sort(null);
    return written;
  }

  /** What nothing reads as codes is as wide as a float. */
  private static List<Integer> orFloat(List<Integer> bits) {
    return bits.isEmpty() ? List.of(ACCUMULATOR_BITS) : bits;
  }
}
