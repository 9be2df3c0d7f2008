package dev.twobit.training;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.BitRule;
import dev.twobit.precision.Bits;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.quantization.QuantizerRegistry;
import dev.twobit.quantization.WeightQuantizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How layers are quantized: every inner one, and others that have fewer than eight bits, gets its
 * own pair of quantizers; and how the residual path is. A choice that cannot be made is refused
 * here, before anything is built.
 *
 * @param residual of what Adds and average poolings read, each tensor by itself; starts from the
 *     first batch; {@code none}: in float
 * @param initializeFromData parameters of activation quantizers are set from the first batch;
 *     always so for those that have no other start
 * @param rules bits of layers that have others than these choices, or than eight
 */
public record QuantizationScheme(
    QuantizerChoice weights,
    QuantizerChoice activations,
    QuantizerChoice residual,
    boolean initializeFromData,
    List<BitRule> rules) {

  public QuantizationScheme {
    rules = List.copyOf(rules);
    QuantizerRegistry.weights(weights);
    QuantizerRegistry.activations(activations);
    QuantizerRegistry.residual(residual, true);
    initializeFromData |= QuantizerRegistry.startsFromData(activations);
  }

  /** All layers alike. */
  public QuantizationScheme(
      QuantizerChoice weights,
      QuantizerChoice activations,
      QuantizerChoice residual,
      boolean initializeFromData) {
    this(weights, activations, residual, initializeFromData, List.of());
  }

  /** With the residual path in float. */
  public QuantizationScheme(
      QuantizerChoice weights, QuantizerChoice activations, boolean initializeFromData) {
    this(weights, activations, QuantizerChoice.none(), initializeFromData);
  }

  /** The same with another residual path. */
  public QuantizationScheme withResidual(QuantizerChoice other) {
    return new QuantizationScheme(weights, activations, other, initializeFromData, rules);
  }

  /** The same with other bits of some layers. */
  public QuantizationScheme withRules(List<BitRule> other) {
    return new QuantizationScheme(weights, activations, residual, initializeFromData, other);
  }

  /** The scheme of these choices, which say where parameters start, e.g. {@code pact:init=data}. */
  public static QuantizationScheme of(QuantizerChoice weights, QuantizerChoice activations) {
    return new QuantizationScheme(weights, activations, false);
  }

  public static QuantizationScheme none() {
    return new QuantizationScheme(QuantizerChoice.none(), QuantizerChoice.none(), false);
  }

  /**
   * PACT activations and DoReFa weights, the paper's (search/docs/methods.md#quantized-search),
   * with PACT's own initial alpha.
   */
  public static QuantizationScheme pact(int bits, boolean fromData) {
    return new QuantizationScheme(
        QuantizerChoice.of("dorefa", bits), QuantizerChoice.of("pact", bits), fromData);
  }

  /** Whether weights and activations are in float. */
  public boolean isNone() {
    return weights.isNone() && activations.isNone();
  }

  /**
   * The scheme of each layer that has quantizers, by name, at the layer's own bits. Of a layer that
   * is first, last or a shortcut, an operand of eight bits stays in float until it is deployed.
   * Throws a one-line error for bits that the quantizers do not have.
   */
  public Map<String, QuantizationScheme> ofLayers(Network network) {
    Map<String, Role> roles = ConvolutionRoles.of(network);
    Map<String, QuantizationScheme> schemes = new LinkedHashMap<>();
    BitPlan plan = new BitPlan(new Bits(bits(weights), bits(activations)), Bits.MOST, rules);
    Map<String, Bits> planned = plan.of(network);
    for (Layer layer : network.layers()) {
      Bits bits = planned.get(layer.name());
      boolean inner = roles.get(layer.name()) == Role.QUANTIZED;
      if (bits != null && (inner || bits.isNarrow())) {
        schemes.put(layer.name(), at(layer.name(), bits, inner));
      }
    }
    return schemes;
  }

  private static int bits(QuantizerChoice choice) {
    return choice.isNone() ? Bits.MOST : choice.bits();
  }

  private QuantizationScheme at(String layer, Bits bits, boolean inner) {
    try {
      return new QuantizationScheme(
          at(weights, bits.weights(), inner),
          at(activations, bits.activations(), inner),
          residual,
          initializeFromData);
    } catch (InvalidInputException e) {
      throw new InvalidInputException("layer '" + layer + "': " + e.getMessage(), e);
    }
  }

  private static QuantizerChoice at(QuantizerChoice choice, int bits, boolean inner) {
    return choice.isNone() || !inner && bits == Bits.MOST
        ? QuantizerChoice.none()
        : new QuantizerChoice(choice.name(), bits, choice.parameters());
  }

  /** A layer's weight quantizer; holds leaves: call outside of a step's pointer scope. */
  public Optional<WeightQuantizer> createWeights() {
    return QuantizerRegistry.weights(weights);
  }

  /**
   * A layer's input quantizer; holds leaves: call outside of a step's pointer scope.
   *
   * @param signed the input may have values below zero; a quantizer that has no codes for them is
   *     refused
   */
  public Optional<ActivationQuantizer> createActivations(boolean signed) {
    return signed
        ? QuantizerRegistry.signedActivations(activations)
        : QuantizerRegistry.activations(activations);
  }

  /**
   * A quantizer of one tensor of the residual path; as {@link #createActivations}.
   *
   * @param signed the tensor may have values below zero
   */
  public Optional<ActivationQuantizer> createResidual(boolean signed) {
    return QuantizerRegistry.residual(residual, signed);
  }
}
