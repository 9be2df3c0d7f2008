package dev.twobit.cli;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit hardware show}. */
@Command(
    name = "show",
    description = "Show an accelerator's description with the source of every figure.",
    footerHeading = "%nExample:%n",
    footer = "  twobit hardware show nvdla-small-w2a2 > mine.yaml")
final class HardwareShowCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "NAME",
      description = "Name from 'twobit hardware list', or a YAML file.")
  private String name;

  @Mixin private JsonOption json;

  HardwareShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    HardwareConfig hardware = HardwareCatalog.load(name);
    console.out().println(json.isSet() ? JsonOutput.of(hardware) : text().strip());
    return 0;
  }

  private String text() throws IOException {
    return HardwareCatalog.names().contains(name)
        ? HardwareCatalog.text(name)
        : Files.readString(Path.of(name));
  }
}
