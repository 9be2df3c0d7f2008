package dev.twobit.cli;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.trace.LayerSelection;
import dev.twobit.trace.SimulationTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether and where to write what each unit did when. */
final class TraceOptions {
  private static final String FIRST_LAYERS = "20";

  @Option(
      names = "--trace",
      paramLabel = "FILE.json",
      description =
          "Write what each unit did when, in simulated time, for ui.perfetto.dev (Chrome's Trace"
              + " Event Format).")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--trace-layers",
      paramLabel = "LAYERS",
      description =
          "Layers that --trace shows unit by unit: N for the first N, slowest:N, all, or names with"
              + " commas between ("
              + FIRST_LAYERS
              + "). The other layers are shown whole.")
  private Optional<String> layers = Optional.empty();

  /** Bad options, before anything is simulated. */
  void require(HardwareConfig hardware, boolean tick) {
    if (file.isEmpty()) {
      if (layers.isPresent()) {
        throw new InvalidInputException(
            "--trace-layers: found '" + layers.get() + "' without --trace FILE.json");
      }
      return;
    }
    if (tick) {
      throw new InvalidInputException("--trace: found --engine tick, expected --engine event");
    }
    if (Files.isDirectory(file.get())) {
      throw new InvalidInputException(file.get() + ": found a folder, expected a file to write");
    }
    Path folder = file.get().toAbsolutePath().normalize().getParent();
    if (folder != null) {
      OutputFolder.require(folder);
    }
    selection();
    SimulationTrace.require(hardware);
  }

  /** What will be written. */
  Optional<Path> file() {
    return file;
  }

  private LayerSelection selection() {
    return LayerSelection.parse(layers.orElse(FIRST_LAYERS));
  }

  /** Writes the file if one is asked for, and returns it. */
  List<Path> write(NetworkSimulation simulation) throws IOException {
    if (file.isEmpty()) {
      return List.of();
    }
    SimulationTrace.write(simulation, selection(), file.get());
    return List.of(file.get());
  }
}
