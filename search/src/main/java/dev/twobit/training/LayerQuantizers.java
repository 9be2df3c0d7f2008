package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.NonNegative;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.WeightQuantizer;
import dev.twobit.tensor.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The quantizers of a network's quantized layers, by layer name; what has none is in float.
 *
 * @param inputs of what the layers read
 * @param weights of their weights
 * @param operands of the tensors that Adds and average poolings read, in order; a layer of them has
 *     one for each tensor or is in float
 * @param statistics given for weights, by layer, instead of those of the tensor at hand: a slice is
 *     then quantized as within its tensor, a grown tensor as before
 */
public record LayerQuantizers(
    Map<String, ActivationQuantizer> inputs,
    Map<String, WeightQuantizer> weights,
    Map<String, List<ActivationQuantizer>> operands,
    Map<String, Tensor> statistics) {

  /** Holds leaves: call outside of a step's pointer scope. */
  public static LayerQuantizers none() {
    return new LayerQuantizers(
        new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /**
   * Adds those of one layer; their learned parameters become leaves of {@code trainable}.
   *
   * @param latent the layer's weights
   */
  public void add(
      String layer, Tensor latent, QuantizationScheme.OfLayer own, Map<String, Tensor> trainable) {
    QuantizationScheme scheme = own.scheme();
    (own.signed() ? scheme.createSigned() : scheme.createActivations())
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

  /**
   * Adds those of the residual path, where the scheme has some: each operand's parameters become
   * leaves of {@code trainable}, {@code add.operand0.step}.
   */
  public void addResidual(
      Network network, QuantizationScheme scheme, Map<String, Tensor> trainable) {
    Map<String, Layer> producers = network.producers();
    for (Layer layer : network.layers()) {
      if (!readsResidual(layer)) {
        continue;
      }
      List<ActivationQuantizer> own = new ArrayList<>();
      for (String tensor : layer.inputs()) {
        boolean signed = !NonNegative.of(tensor, network, producers);
        scheme.createResidual(signed).ifPresent(own::add);
      }
      for (int i = 0; i < own.size(); i++) {
        String stem = layer.name() + ".operand" + i + ".";
        own.get(i).parameters().forEach((n, p) -> trainable.put(stem + n, p));
      }
      if (!own.isEmpty()) {
        operands.put(layer.name(), List.copyOf(own));
      }
    }
  }

  /** Adds and average poolings: what they read has the residual path's bits as deployed. */
  public static boolean readsResidual(Layer layer) {
    return layer.asAdd().isPresent() || layer.asPooling().filter(p -> !p.isMaximum()).isPresent();
  }

  /** Whether a key is of a learned quantizer parameter, which has a weight decay of its own. */
  public static boolean isQuantizerKey(String key) {
    return key.matches(".*\\.(input|quantizer|operand[0-9]+)\\.[a-z]+");
  }

  /** Keeps parameters within their bounds; call after each optimizer step. */
  public void constrain() {
    inputs.values().forEach(ActivationQuantizer::constrain);
    weights.values().forEach(WeightQuantizer::constrain);
    operands.values().forEach(own -> own.forEach(ActivationQuantizer::constrain));
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

  /** Whether a layer's input has codes of both signs, whose step starts from the first batch. */
  public boolean isSigned(String layer) {
    ActivationQuantizer quantizer = inputs.get(layer);
    return quantizer != null && quantizer.isSigned();
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

  /**
   * What a layer of the residual path computes with; of other layers, the tensors as they are.
   *
   * @param initialize set the quantizers' parameters from these values first
   */
  public List<Tensor> quantizedOperands(String layer, List<Tensor> inputs, boolean initialize) {
    List<ActivationQuantizer> own = operands.getOrDefault(layer, List.of());
    if (own.isEmpty()) {
      return inputs;
    }
    List<Tensor> quantized = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      if (initialize) {
        own.get(i).initializeFrom(inputs.get(i));
      }
      Tensor values = own.get(i).quantize(inputs.get(i));
      // A sum hands one gradient to all that it reads; a quantizer wants one of its own memory.
      boolean shared = own.size() > 1 && values.requires_grad();
      quantized.add(shared ? values.mul(Torch.scalar(1)) : values);
    }
    return quantized;
  }
}
