package dev.twobit.training;

import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.quantization.QuantizerRegistry;
import dev.twobit.quantization.WeightQuantizer;
import java.util.Optional;

/**
 * How inner layers are quantized: every one gets its own pair of quantizers. A choice that cannot
 * be made is refused here, before anything is built.
 *
 * @param initializeFromData parameters of activation quantizers are set from the first batch;
 *     always so for those that have no other start
 */
public record QuantizationScheme(
    QuantizerChoice weights, QuantizerChoice activations, boolean initializeFromData) {

  public QuantizationScheme {
    QuantizerRegistry.weights(weights);
    QuantizerRegistry.activations(activations);
    initializeFromData |= QuantizerRegistry.startsFromData(activations);
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

  public boolean isNone() {
    return weights.isNone() && activations.isNone();
  }

  /** A layer's weight quantizer; holds leaves: call outside of a step's pointer scope. */
  public Optional<WeightQuantizer> createWeights() {
    return QuantizerRegistry.weights(weights);
  }

  /** A layer's input quantizer; holds leaves: call outside of a step's pointer scope. */
  public Optional<ActivationQuantizer> createActivations() {
    return QuantizerRegistry.activations(activations);
  }
}
