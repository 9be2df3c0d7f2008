package dev.twobit.cli;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostProcessor;
import dev.twobit.json.VersionedJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit hardware show}. */
@Command(
    name = "show",
    description = {
      "Show an accelerator's figures with their sources, and its area.",
      "And what each of its energies was held against, and how far off it was."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit hardware show nvdla-small-w2a2 > mine.yaml")
final class HardwareShowCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "NAME",
      description =
          "Name from 'twobit hardware list', or a YAML file; 'host' for the processor that"
              + " --allow-host-ops takes.")
  private String name;

  @Mixin private JsonOption json;

  HardwareShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (name.equals("host")) {
      console
          .out()
          .println(
              json.isSet()
                  ? VersionedJson.indented(HostProcessor.usual())
                  : HostProcessor.usualText().strip());
      return 0;
    }
    HardwareConfig hardware = HardwareCatalog.load(name);
    HardwareWarnings.print(name, hardware, console);
    console
        .out()
        .println(
            json.isSet()
                ? HardwareDescription.json(
                    hardware, HardwareCatalog.tree(name), HardwareCatalog.origins(name))
                : HardwareDescription.text(
                    hardware,
                    HardwareCatalog.written(name),
                    HardwareCatalog.tree(name),
                    HardwareCatalog.origins(name)));
    return 0;
  }
}
