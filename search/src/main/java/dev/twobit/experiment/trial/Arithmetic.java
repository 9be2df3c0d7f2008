package dev.twobit.experiment.trial;

import dev.twobit.network.InvalidInputException;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.tensor.Precision;
import dev.twobit.training.QuantizationScheme;
import java.util.Arrays;
import java.util.Locale;

/**
 * What is computed with.
 *
 * @param quantization of inner layers
 * @param bits of weights and activations of quantized layers on the hardware, which a network in
 *     full precision has there too
 * @param residualBits of the residual path there and as deployed; unquantized layers have 8
 * @param precision that layers compute in while training: {@code float32} or {@code bf16}
 */
public record Arithmetic(Quantization quantization, int bits, int residualBits, String precision) {
  public static Arithmetic of(
      Quantization quantization, int bits, int residualBits, Precision precision) {
    return new Arithmetic(
        quantization, bits, residualBits, precision.name().toLowerCase(Locale.ROOT));
  }

  /**
   * The same with other bits of the residual path. Below eight it is trained with them, as a
   * quantizer that was asked for has it, else by LSQ; at eight it is in float until it is deployed
   * unless one was asked for.
   */
  public Arithmetic withResidualBits(int other) {
    QuantizerChoice own = quantization.scheme().residual();
    QuantizerChoice trained =
        !own.isNone()
            ? new QuantizerChoice(own.name(), other, own.parameters())
            : other < PrecisionPlan.UNQUANTIZED_BITS
                ? QuantizerChoice.of("lsq", other)
                : QuantizerChoice.none();
    return new Arithmetic(quantization.withResidual(trained), bits, other, precision);
  }

  public QuantizationScheme scheme() {
    return quantization.scheme();
  }

  /** Throws a one-line error for a precision that is none. */
  public Precision layerPrecision() {
    return Arrays.stream(Precision.values())
        .filter(p -> p.name().toLowerCase(Locale.ROOT).equals(precision))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "precision: found '" + precision + "', expected float32 or bf16"));
  }
}
