package dev.twobit.cli;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.tensor.Precision;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How inner layers are quantized, and what they compute in while they are trained. */
final class QuantizerOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

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
      defaultValue = "2",
      description = "Bits of both where they do not say bits=N, 1 to 8 (${DEFAULT-VALUE}).")
  private int bits;

  @Mixin private ResidualOptions residual;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "float32",
      description =
          "What layers compute in while training: float32 or bf16; parameters, statistics and"
              + " evaluation are float32 (${DEFAULT-VALUE}).")
  private Precision precision;

  private QuantizerChoice weights(boolean imported) {
    return QuantizerChoice.parse(
        "--weights", weights.orElse(Quantization.usualWeights(imported)), bits());
  }

  private QuantizerChoice activations() {
    return QuantizerChoice.parse("--activations", activations, bits());
  }

  /**
   * @param imported the network begins with the file's weights
   * @param fromData activation quantizers start from the first batch, unless a start was given
   */
  Arithmetic arithmetic(boolean imported, boolean fromData) {
    QuantizerChoice ofWeights = weights(imported);
    Quantization quantization = Quantization.of(ofWeights, activations(), fromData);
    return Arithmetic.of(
        quantization.withResidual(residual.quantizer(!quantization.isNone())),
        ofWeights.bits(),
        residual.bits(),
        precision);
  }

  private int bits() {
    return Ranges.between(spec, "--bits", bits, 1, 8);
  }
}
