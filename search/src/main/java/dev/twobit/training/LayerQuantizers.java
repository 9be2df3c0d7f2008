package dev.twobit.training;

import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.WeightQuantizer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The quantizers of a network's quantized layers, by layer name; what has none is in float.
 *
 * @param inputs of what the layers read
 * @param weights of their weights
 * @param statistics given for weights, by layer, instead of those of the tensor at hand: a slice is
 *     then quantized as within its tensor, a grown tensor as before
 */
public record LayerQuantizers(
    Map<String, ActivationQuantizer> inputs,
    Map<String, WeightQuantizer> weights,
    Map<String, Tensor> statistics) {

  /** Holds leaves: call outside of a step's pointer scope. */
  public static LayerQuantizers none() {
    return new LayerQuantizers(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /**
   * Adds those of one layer; their learned parameters become leaves of {@code trainable}.
   *
   * @param latent the layer's weights
   */
  public void add(
      String layer, Tensor latent, QuantizationScheme scheme, Map<String, Tensor> trainable) {
    scheme
        .createActivations()
        .ifPresent(
            q -> {
              inputs.put(layer, q);
              q.parameters().forEach((n, p) -> trainable.put(layer + ".input." + n, p));
            });
    scheme
        .createWeights()
        .ifPresent(
            q -> {
              weights.put(layer, q);
              q.initializeFrom(latent);
              q.parameters().forEach((n, p) -> trainable.put(layer + ".quantizer." + n, p));
            });
  }

  /** Whether a key is of a learned quantizer parameter, which has a weight decay of its own. */
  public static boolean isQuantizerKey(String key) {
    return key.matches(".*\\.(input|quantizer)\\.[a-z]+");
  }

  /** Keeps parameters within their bounds; call after each optimizer step. */
  public void constrain() {
    inputs.values().forEach(ActivationQuantizer::constrain);
    weights.values().forEach(WeightQuantizer::constrain);
  }

  /** A layer's weights as it computes with them. */
  public Tensor quantizedWeights(String layer, Tensor latent) {
    WeightQuantizer quantizer = weights.get(layer);
    if (quantizer == null) {
      return latent;
    }
    Tensor given = statistics.get(layer);
    return given == null ? quantizer.quantize(latent) : quantizer.quantize(latent, given);
  }

  /**
   * A layer's input as it computes with it.
   *
   * @param initialize set the quantizer's parameters from these values first
   */
  public Tensor quantizedInput(String layer, Tensor x, boolean initialize) {
    ActivationQuantizer quantizer = inputs.get(layer);
    if (quantizer == null) {
      return x;
    }
    if (initialize) {
      quantizer.initializeFrom(x);
    }
    return quantizer.quantize(x);
  }
}
