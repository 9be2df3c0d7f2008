package dev.twobit.training;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.NonNegative;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.FakeWeights;
import dev.twobit.quantization.WeightQuantizer;
import dev.twobit.tensor.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The quantizers of a network's quantized layers, by layer name; what has none is in float.
 *
 * @param inputs of what the layers read
 * @param weights of their weights, which integers can be made of
 * @param mixed what layers without such a quantizer compute with while a search trains them
 * @param operands of the tensors that Adds and average poolings read, in order; a layer of them has
 *     one for each tensor or is in float
 * @param statistics given for weights, by layer, instead of those of the tensor at hand: a slice is
 *     then quantized as within its tensor, a grown tensor as before
 */
public record LayerQuantizers(
    Map<String, ActivationQuantizer> inputs,
    Map<String, WeightQuantizer> weights,
    Map<String, FakeWeights> mixed,
    Map<String, List<ActivationQuantizer>> operands,
    Map<String, Tensor> statistics) {

  /** Holds leaves: call outside of a step's pointer scope. */
  public static LayerQuantizers none() {
    return new LayerQuantizers(
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>());
  }

  /**
   * Adds those of one layer; their learned parameters become leaves of {@code trainable}. Codes of
   * what it reads are signed unless no value of that is ever below zero. Layers that read one
   * tensor at the same bits share its quantizer, so that it is stored once, as its cost counts it;
   * the parameters have the first one's name.
   *
   * @param latent the layer's weights
   */
  public void add(
      Network network,
      Layer layer,
      Tensor latent,
      QuantizationScheme scheme,
      Map<String, Tensor> trainable) {
    String name = layer.name();
    Optional<ActivationQuantizer> shared = ofSameCodes(network, layer, scheme);
    shared.ifPresent(q -> inputs.put(name, q));
    if (shared.isEmpty()) {
      input(network, layer, scheme)
          .ifPresent(
              q -> {
                inputs.put(name, q);
                q.parameters().forEach((n, p) -> trainable.put(name + ".input." + n, p));
              });
    }
    scheme
        .createWeights()
        .ifPresent(
            q -> {
              weights.put(name, q);
              q.initializeFrom(latent);
              q.parameters().forEach((n, p) -> trainable.put(name + ".quantizer." + n, p));
            });
  }

  private Optional<ActivationQuantizer> ofSameCodes(
      Network network, Layer layer, QuantizationScheme scheme) {
    if (scheme.activations().isNone()) {
      return Optional.empty();
    }
    String tensor = layer.inputs().get(0);
    return network.consumers().getOrDefault(tensor, List.of()).stream()
        .flatMap(reader -> Optional.ofNullable(inputs.get(reader.name())).stream())
        .filter(q -> q.bits() == scheme.activations().bits())
        .findFirst();
  }

  private static Optional<ActivationQuantizer> input(
      Network network, Layer layer, QuantizationScheme scheme) {
    String tensor = layer.inputs().get(0);
    if (NonNegative.of(tensor, network, network.producers())) {
      return scheme.createActivations(false);
    }
    try {
      return scheme.createActivations(true);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          network.name()
              + ": "
              + layer.name()
              + " reads '"
              + tensor
              + "', which no ReLU keeps from being below zero; "
              + e.getMessage());
    }
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

  /**
   * For parameters that are those of another network's quantizers: what is signed in one network
   * alone has other codes above zero, and its steps change so that the last one is worth the same.
   */
  public void keepExtents(LayerQuantizers others) {
    inputs.forEach(
        (layer, own) ->
            Optional.ofNullable(others.inputs.get(layer)).ifPresent(o -> keepExtent(own, o)));
    operands.forEach(
        (layer, own) -> {
          List<ActivationQuantizer> theirs = others.operands.getOrDefault(layer, List.of());
          for (int i = 0; i < Math.min(own.size(), theirs.size()); i++) {
            keepExtent(own.get(i), theirs.get(i));
          }
        });
  }

  private static void keepExtent(ActivationQuantizer own, ActivationQuantizer other) {
    if (own.isSigned() != other.isSigned()) {
      double factor =
          other.mostCode() * (double) other.step() / (own.mostCode() * (double) own.step());
      try (NoGradGuard guard = new NoGradGuard()) {
        own.parameters().values().forEach(p -> p.mul_(Torch.scalar(factor)));
      }
    }
  }

  /** Keeps parameters within their bounds; call after each optimizer step. */
  public void constrain() {
    inputs.values().forEach(ActivationQuantizer::constrain);
    weights.values().forEach(WeightQuantizer::constrain);
    mixed.values().forEach(FakeWeights::constrain);
    operands.values().forEach(own -> own.forEach(ActivationQuantizer::constrain));
  }

  /** A layer's weights as it computes with them. */
  public Tensor quantizedWeights(String layer, Tensor latent) {
    WeightQuantizer quantizer = weights.get(layer);
    if (quantizer == null) {
      return Optional.ofNullable(mixed.get(layer)).map(m -> m.quantize(latent)).orElse(latent);
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
