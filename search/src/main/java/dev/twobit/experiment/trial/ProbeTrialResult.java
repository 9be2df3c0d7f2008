package dev.twobit.experiment.trial;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a learning rate came to in a short training.
 *
 * @param crossEntropy on the images that judge, nats; empty: the training diverged
 * @param images that judged
 * @param steps of the short training
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record ProbeTrialResult(OptionalDouble crossEntropy, int images, int steps, double seconds)
    implements TrialResult {
  @Override
  public String outcome() {
    return crossEntropy.isPresent()
        ? String.format(Locale.ROOT, "cross-entropy %.4f", crossEntropy.getAsDouble())
        : "diverged";
  }
}
