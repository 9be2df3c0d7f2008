package dev.twobit.training;

import dev.twobit.network.InvalidInputException;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.DoReFa;
import dev.twobit.quantization.Pact;
import dev.twobit.quantization.WeightQuantizer;
import java.util.Optional;

/**
 * How inner layers are quantized.
 *
 * @param weights shared by all layers; empty for full precision
 * @param activations one instance per layer
 */
@SuppressWarnings(
    "OptionalUsedAsFieldOrParameterType") // returned by the accessor, never set to null
public record QuantizationScheme(Optional<WeightQuantizer> weights, Activations activations) {

  /**
   * @param bits 0 for none
   * @param initialAlpha PACT's clipping value before training
   * @param initializeFromData set from the first batch instead
   */
  public record Activations(int bits, double initialAlpha, boolean initializeFromData) {
    /** Holds leaf tensors: call outside of a step's pointer scope. */
    public Optional<ActivationQuantizer> create() {
      return bits == 0 ? Optional.empty() : Optional.of(new Pact(bits, initialAlpha));
    }
  }

  public static QuantizationScheme none() {
    return new QuantizationScheme(Optional.empty(), new Activations(0, 0, false));
  }

  /** PACT activations and DoReFa weights, the paper's (SPEC A15). */
  public static QuantizationScheme pact(int bits, double initialAlpha, boolean fromData) {
    return new QuantizationScheme(
        Optional.of(new DoReFa(bits)), new Activations(bits, initialAlpha, fromData));
  }

  /** By the command line's name: {@code pact} or {@code none}. */
  public static QuantizationScheme named(String name, int bits, boolean fromData) {
    return switch (name) {
      case "none" -> none();
      case "pact" -> pact(bits, Pact.PAPER_ALPHA, fromData);
      default ->
          throw new InvalidInputException(
              "quantizer '" + name + "' is not known; expected pact or none");
    };
  }
}
