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
    return scheme;
  }
}
