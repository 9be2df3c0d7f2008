package dev.twobit.cli;

import dev.twobit.hardware.HostProcessor;
import dev.twobit.network.InvalidInputException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What becomes of operators that the accelerator cannot run. */
final class HostOptions {
  @Option(
      names = "--allow-host-ops",
      description =
          "Run operators that are not supported on a modelled host beside the accelerator, and show"
              + " what that costs.")
  private boolean allowed;

  @Option(
      names = "--host",
      paramLabel = "FILE",
      description =
          "YAML of that host ('twobit hardware show host' prints the one that is taken without).")
  private Optional<Path> file = Optional.empty();

  HostProcessor processor() {
    if (file.isPresent() && !allowed) {
      throw new InvalidInputException("--host: expected --allow-host-ops with it");
    }
    return file.map(HostProcessor::read)
        .orElseGet(() -> allowed ? HostProcessor.usual() : HostProcessor.NONE);
  }

  void requireNone(String why) {
    if (allowed || file.isPresent()) {
      throw new InvalidInputException("--allow-host-ops: expected none: " + why);
    }
  }
}
