package dev.twobit.cli;

import dev.twobit.network.InvalidInputException;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.quantization.QuantizerRegistry;
import dev.twobit.simulator.PrecisionPlan;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Bits of the residual path, and whether training has them too. */
final class ResidualOptions {
  private static final String BITS = "--residual-bits";
  private static final String QUANTIZER = "--residual";

  /** What is trained with where fewer bits than eight are asked for. */
  private static final String USUAL = "lsq";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = BITS,
      paramLabel = "N",
      description =
          "Bits of the residual path, Adds and average poolings, as trained and deployed: 2 to 8"
              + " (8). First, last and shortcut layers are 8x8 unless --bits-of says otherwise.")
  private Optional<Integer> bits = Optional.empty();

  @Option(
      names = QUANTIZER,
      paramLabel = "Q",
      description =
          "Quantizer of the residual path while training: lsq, or none, which leaves it in float"
              + " until it is deployed (lsq below 8 bits, none at 8).")
  private Optional<String> quantizer = Optional.empty();

  /** 2 to 8, what steps are learned for; a one-line error for others; empty if not given. */
  Optional<Integer> bits() {
    return bits.map(n -> Ranges.between(spec, BITS, n, 2, PrecisionPlan.UNQUANTIZED_BITS));
  }

  /**
   * What training quantizes it with. Throws a one-line error for what cannot be.
   *
   * @param isQuantized whether anything else is
   * @param bits of the residual path, whichever option says so
   */
  QuantizerChoice quantizer(boolean isQuantized, int bits) {
    boolean fewer = bits < PrecisionPlan.UNQUANTIZED_BITS;
    if (!isQuantized && (fewer || quantizer.isPresent())) {
      throw new InvalidInputException(
          (fewer ? BITS + ": found " + bits : QUANTIZER + ": found " + quantizer.orElse(""))
              + " of a network in full precision, expected quantizers of weights or activations"
              + " as well");
    }
    QuantizerChoice choice =
        QuantizerChoice.parse(
            QUANTIZER, quantizer.orElse(fewer ? USUAL : QuantizerChoice.NONE), bits);
    QuantizerRegistry.residual(choice, true);
    if (!choice.isNone() && choice.bits() != bits) {
      throw new InvalidInputException(
          QUANTIZER
              + " '"
              + choice.text()
              + "': found other bits than "
              + BITS
              + " "
              + bits
              + ", expected the same: what is trained is deployed");
    }
    return choice;
  }
}
