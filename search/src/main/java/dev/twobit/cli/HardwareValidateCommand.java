package dev.twobit.cli;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HardwareLoader;
import dev.twobit.json.VersionedJson;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit hardware validate}. */
@Command(
    name = "validate",
    description = "Check an accelerator's YAML file.",
    footerHeading = "%nExample:%n",
    footer = "  twobit hardware validate mine.yaml")
final class HardwareValidateCommand implements Runnable {
  private final Console console;

  @Parameters(paramLabel = "FILE.yaml", description = "YAML file.")
  private Path file;

  @Mixin private JsonOption json;

  HardwareValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    HardwareConfig hardware = HardwareLoader.read(file);
    HardwareWarnings.print(String.valueOf(file), hardware, console);
    console
        .out()
        .println(
            json.isSet()
                ? VersionedJson.indented(hardware)
                : Text.printable(file + ": valid. " + HardwareText.line(hardware)));
  }
}
