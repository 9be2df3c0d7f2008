package dev.twobit.cli;

import dev.twobit.network.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --force} of commands whose results would take the place of earlier ones. */
final class ForceOption {
  @Option(names = "--force", description = "Write over results that are there already.")
  private boolean force;

  /**
   * Throws a one-line error where a folder has one of these files, or the path is no place for one.
   *
   * @param names of what will be written
   */
  void requireFree(Path folder, List<String> names) {
    OutputFolder.require(folder);
    names.forEach(name -> requireFree(folder.resolve(name)));
  }

  /** Throws a one-line error where there is such a file. */
  void requireFree(Path file) {
    if (!force && Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file + ": exists already; expected another name, or --force to write over it");
    }
  }
}
