package dev.twobit.cli;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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
    String text = text();
    console
        .out()
        .println(json.isSet() ? JsonOutput.of(new YAMLMapper().readTree(text)) : text.strip());
    return 0;
  }

  /** The file as written, once it is known to be valid. */
  private String text() throws IOException {
    HardwareConfig hardware = HardwareCatalog.load(name);
    return HardwareCatalog.names().contains(name)
        ? HardwareCatalog.text(hardware.name())
        : Files.readString(Path.of(name));
  }
}
