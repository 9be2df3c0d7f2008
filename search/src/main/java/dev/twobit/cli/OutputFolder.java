package dev.twobit.cli;

import dev.twobit.network.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where results go, looked at before they are computed. */
final class OutputFolder {
  private OutputFolder() {}

  /** A folder, or a path at which one can be made. */
  static void require(Path out) {
    Path existing = out.toAbsolutePath().normalize();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new InvalidInputException(
          out + ": " + existing.getFileName() + " is a file; expected a folder");
    }
    if (!Files.isWritable(existing)) {
      throw new InvalidInputException(
          out + ": " + existing + " cannot be written to (permission denied or read-only)");
    }
  }
}
