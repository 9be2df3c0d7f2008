package dev.twobit.experiment.trial;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.twobit.network.InvalidInputException;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.BitRule;
import dev.twobit.precision.Bits;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.tensor.Precision;
import dev.twobit.training.QuantizationScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What is computed with.
 *
 * @param quantization of inner layers
 * @param bits of weights of inner layers on the hardware, which a network in full precision has
 *     there too; their activations have those of the quantizer, if there is one
 * @param residualBits of the residual path there and as deployed; unquantized layers have 8
 * @param precision that layers compute in while training: {@code float32} or {@code bf16}
 * @param bitsOf of other layers, {@code stage1.*=4}, in order; in training and on the hardware
 */
public record Arithmetic(
    Quantization quantization,
    int bits,
    int residualBits,
    String precision,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> bitsOf) {
  public Arithmetic {
    bitsOf = List.copyOf(bitsOf);
  }

  /** All inner layers alike. */
  public Arithmetic(Quantization quantization, int bits, int residualBits, String precision) {
    this(quantization, bits, residualBits, precision, List.of());
  }

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
    return new Arithmetic(quantization.withResidual(trained), bits, other, precision, bitsOf);
  }

  /** The same with bits of other layers. */
  public Arithmetic withRules(List<BitRule> rules) {
    return new Arithmetic(
        quantization, bits, residualBits, precision, rules.stream().map(BitRule::text).toList());
  }

  /** The same with further rules, which count more than those it has. */
  public Arithmetic withMore(List<String> rules) {
    List<String> all = new ArrayList<>(bitsOf);
    all.addAll(rules);
    return new Arithmetic(quantization, bits, residualBits, precision, all);
  }

  /** Throws a one-line error for bits that are none. */
  private List<BitRule> rules() {
    return BitRule.parse("bitsOf", bitsOf);
  }

  public QuantizationScheme scheme() {
    return quantization.scheme().withRules(rules());
  }

  /** Bits of every layer on the hardware. */
  public BitPlan plan() {
    QuantizerChoice activations = quantization.scheme().activations();
    Bits inner = new Bits(bits, activations.isNone() ? bits : activations.bits());
    return new BitPlan(inner, residualBits, rules());
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
