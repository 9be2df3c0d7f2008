package dev.twobit.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where a run goes that was given no folder. */
final class FreeFolder {
  private FreeFolder() {}

  /** {@code runs/NAME}, or the first {@code runs/NAME-2}, … that does not exist. */
  static Path next(String name) {
    Path folder = Path.of("runs", name);
    for (int n = 2; Files.exists(folder); n++) {
      folder = Path.of("runs", name + "-" + n);
    }
    return folder;
  }
}
