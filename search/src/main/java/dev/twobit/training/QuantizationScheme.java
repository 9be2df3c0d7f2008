package dev.twobit.training;

import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.quantization.QuantizerRegistry;
import dev.twobit.quantization.WeightQuantizer;
import java.util.Optional;

/**
 * How inner layers are quantized: every one gets its own pair of quantizers; and how the residual
 * path is. A choice that cannot be made is refused here, before anything is built.
 *
 * @param residual of what Adds and average poolings read, each tensor by itself; starts from the
 *     first batch; {@code none}: in float
 * @param initializeFromData parameters of activation quantizers are set from the first batch;
 *     always so for those that have no other start
 */
public record QuantizationScheme(
    QuantizerChoice weights,
    QuantizerChoice activations,
    QuantizerChoice residual,
    boolean initializeFromData) {

  public QuantizationScheme {
    QuantizerRegistry.weights(weights);
    QuantizerRegistry.activations(activations);
    QuantizerRegistry.residual(residual, true);
    initializeFromData |= QuantizerRegistry.startsFromData(activations);
  }

  /** With the residual path in float. */
  public QuantizationScheme(
      QuantizerChoice weights, QuantizerChoice activations, boolean initializeFromData) {
    this(weights, activations, QuantizerChoice.none(), initializeFromData);
  }

  /** The same with another residual path. */
  public QuantizationScheme withResidual(QuantizerChoice other) {
    return new QuantizationScheme(weights, activations, other, initializeFromData);
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
