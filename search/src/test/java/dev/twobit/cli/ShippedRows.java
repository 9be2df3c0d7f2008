package dev.twobit.cli;

import dev.twobit.simulator.validation.ScaleSimValidation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The tables that come with twobit, as files of a user's own. */
final class ShippedRows {
  private ShippedRows() {}

  /** SCALE-Sim's cycles, a layer a row. */
  static Path scaleSim(Path folder) throws IOException {
    Path file = folder.resolve("scale-sim.csv");
    try (InputStream rows = ScaleSimValidation.class.getResourceAsStream("scale-sim.csv")) {
      Files.copy(Objects.requireNonNull(rows), file);
    }
    return file;
  }
}
