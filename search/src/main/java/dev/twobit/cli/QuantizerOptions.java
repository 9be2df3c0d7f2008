package dev.twobit.cli;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import dev.twobit.precision.AskedBits;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.Bits;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.tensor.Precision;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How inner layers are quantized, and what they compute in while they are trained. */
final class QuantizerOptions {
  @Option(
      names = "--weights",
      paramLabel = "Q",
      description =
          "Quantizer of weights, name:key=value,... or none (dorefa for fresh weights, sawb for"
              + " the file's).")
  private Optional<String> weights = Optional.empty();

  @Option(
      names = "--activations",
      paramLabel = "Q",
      defaultValue = "pact",
      description = "Quantizer of activations, name:key=value,... or none (${DEFAULT-VALUE}).")
  private String activations;

  @Option(
      names = "--bits",
      paramLabel = "N",
      description =
          "Bits of both where they do not say bits=N, 1 to 8 or weights x activations as 2x3 (those"
              + " that the accelerator's MACs multiply).")
  private Optional<String> bits = Optional.empty();

  @Mixin private PlanOptions plan;

  @Mixin private ResidualOptions residual;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "float32",
      description =
          "What layers compute in while training: float32 or bf16; parameters, statistics and"
              + " evaluation are float32 (${DEFAULT-VALUE}).")
  private Precision precision;

  boolean showPlan() {
    return plan.show();
  }

  /**
   * @param imported the network begins with the file's weights
   * @param fromData activation quantizers start from the first batch, unless a start was given
   * @param macs widths that the accelerator multiplies
   */
  Arithmetic arithmetic(boolean imported, boolean fromData, Bits macs) {
    BitPlan asked = plan.asked(bits.map(b -> Bits.parse("--bits", b)), residual.bits()).on(macs);
    QuantizerChoice ofWeights =
        QuantizerChoice.parse(
            "--weights",
            weights.orElse(Quantization.usualWeights(imported)),
            asked.inner().weights());
    QuantizerChoice ofActivations =
        QuantizerChoice.parse("--activations", activations, asked.inner().activations());
    if (plan.isGiven() && (ofWeights.isNone() || ofActivations.isNone())) {
      throw new InvalidInputException(
          (ofWeights.isNone() ? "--weights" : "--activations")
              + ": found none and bits of layers, expected quantizers of weights and activations");
    }
    if (plan.isGiven()) {
      plan.requireInner(new Bits(ofWeights.bits(), ofActivations.bits()));
    }
    Quantization quantization = Quantization.of(ofWeights, ofActivations, fromData);
    return Arithmetic.of(
            quantization.withResidual(residual.quantizer(!quantization.isNone(), asked.residual())),
            ofWeights.bits(),
            asked.residual(),
            precision)
        .withRules(asked.rules());
  }

  /**
   * Says where the bits that were asked for are not those of the accelerator's MACs; after a run,
   * for what is wrong with one is told in a line of its own.
   */
  static void warn(Arithmetic arithmetic, HardwareConfig hardware, Console console) {
    if (!arithmetic.quantization().isNone() && arithmetic.bits() > 0) {
      Bits inner = arithmetic.plan().inner();
      PlanOptions.warn(
          new AskedBits(Optional.of(inner), Optional.empty(), List.of()), hardware, console);
    }
  }
}
