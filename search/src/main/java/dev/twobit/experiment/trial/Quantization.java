package dev.twobit.experiment.trial;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.training.QuantizationScheme;

/**
 * The quantizers of a trial.
 *
 * @param weights as {@link QuantizerChoice#text()} has it; {@code none} in full precision
 * @param activations likewise
 * @param residual likewise, of what Adds and average poolings read; {@code none}: in float until it
 *     is deployed
 * @param fromData activation quantizers start from the first batch
 */
public record Quantization(String weights, String activations, String residual, boolean fromData) {
  /** With the residual path in float. */
  public Quantization(String weights, String activations, boolean fromData) {
    this(weights, activations, QuantizerChoice.NONE, fromData);
  }

  public static Quantization none() {
    return new Quantization(QuantizerChoice.NONE, QuantizerChoice.NONE, false);
  }

  /**
   * Throws a one-line error for quantizers that are none.
   *
   * @param fromData activation quantizers start from the first batch, unless the user gave a start
   */
  public static Quantization of(
      QuantizerChoice weights, QuantizerChoice activations, boolean fromData) {
    boolean given = activations.parameters().containsKey("init");
    return of(new QuantizationScheme(weights, activations, fromData && !given));
  }

  /**
   * The quantizer of weights that is taken where none is asked for.
   *
   * @param imported the network begins with a file's weights: DoReFa makes most of such weights
   *     binary (search/docs/methods.md#what-networks-begin-with)
   */
  public static String usualWeights(boolean imported) {
    return imported ? "sawb" : "dorefa";
  }

  /** What is taken where none is asked for, likewise, with PACT. */
  public static Quantization usual(boolean imported, int bits, boolean fromData) {
    return of(
        QuantizerChoice.of(usualWeights(imported), bits),
        QuantizerChoice.of("pact", bits),
        fromData);
  }

  public static Quantization of(QuantizationScheme scheme) {
    return new Quantization(
        scheme.weights().text(),
        scheme.activations().text(),
        scheme.residual().text(),
        scheme.initializeFromData());
  }

  /**
   * The same with other bits of weights and activations. Throws a one-line error as {@link #of}.
   */
  public Quantization withBits(int bits) {
    QuantizationScheme old = scheme();
    return of(
        new QuantizationScheme(
            withBits(old.weights(), bits),
            withBits(old.activations(), bits),
            old.residual(),
            fromData));
  }

  private static QuantizerChoice withBits(QuantizerChoice choice, int bits) {
    return choice.isNone() ? choice : new QuantizerChoice(choice.name(), bits, choice.parameters());
  }

  /** The same with another residual path. */
  public Quantization withResidual(QuantizerChoice other) {
    return of(scheme().withResidual(other));
  }

  @JsonIgnore
  public boolean isNone() {
    return weights.equals(QuantizerChoice.NONE) && activations.equals(QuantizerChoice.NONE);
  }

  public QuantizationScheme scheme() {
    return new QuantizationScheme(
        QuantizerChoice.parse("--weights", weights, 2),
        QuantizerChoice.parse("--activations", activations, 2),
        QuantizerChoice.parse("--residual", residual, PrecisionPlan.UNQUANTIZED_BITS),
        fromData);
  }
}
