package dev.twobit.cli;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HardwarePlausibility;

/** What is hardly meant in a user's own hardware file, on standard error. */
final class HardwareWarnings {
  private HardwareWarnings() {}

  /** The same of one that is not read yet. */
  static void print(String nameOrPath, Console console) {
    if (!HardwareCatalog.names().contains(nameOrPath)) {
      print(nameOrPath, HardwareCatalog.load(nameOrPath), console);
    }
  }

  /**
   * @param nameOrPath as the user gave it; those that come with twobit are not looked at
   */
  static void print(String nameOrPath, HardwareConfig hardware, Console console) {
    if (!HardwareCatalog.names().contains(nameOrPath)) {
      HardwarePlausibility.warnings(hardware)
          .forEach(line -> console.err().println("warning: " + Text.printable(line)));
    }
  }
}
