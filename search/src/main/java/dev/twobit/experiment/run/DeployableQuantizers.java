package dev.twobit.experiment.run;

import dev.twobit.network.InvalidInputException;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.training.QuantizationScheme;

/** Refuses quantizers with which a search could not end in a file, before anything is trained. */
final class DeployableQuantizers {
  private DeployableQuantizers() {}

  static QuantizationScheme require(QuantizationScheme scheme) {
    QuantizerChoice weights = scheme.weights();
    QuantizerChoice activations = scheme.activations();
    if (weights.isNone() || activations.isNone()) {
      throw new InvalidInputException(
          "--"
              + (weights.isNone() ? "weights" : "activations")
              + ": found none, expected a quantizer: what a search finds is deployed as integers");
    }
    if (weights.bits() != activations.bits()) {
      throw new InvalidInputException(
          "--weights '"
              + weights.text()
              + "' and --activations '"
              + activations.text()
              + "': found two widths, expected the same bits of both: layers are searched and"
              + " simulated at one");
    }
    return scheme;
  }
}
