package dev.twobit.cli;

import dev.twobit.experiment.engine.EngineChoice;
import picocli.CommandLine.Option;

/** Where trials run. */
final class TrialEngineOption {
  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "local",
      description =
          "Where trials run: local (this process), local:N (N processes of this machine), slurm or"
              + " slurm:PARTITION (array jobs). All but local have one thread a trial unless"
              + " --threads says otherwise (${DEFAULT-VALUE}).")
  private String engine = "local";

  EngineChoice choice() {
    return EngineChoice.parse(engine);
  }
}
