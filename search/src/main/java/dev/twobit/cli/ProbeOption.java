package dev.twobit.cli;

import picocli.CommandLine.Option;

/** {@code --probe} of commands that train. */
final class ProbeOption {
  @Option(
      names = "--probe",
      description = {
        "Try half, once and twice the learning rate on the given network for a tenth of the epochs"
            + " each, and train everything at that of least cross-entropy on held-out images; where"
            + " none are held out, on 10 %% of the training images, which only the probe does"
            + " without."
      })
  private boolean probe;

  boolean isSet() {
    return probe;
  }
}
