package dev.twobit.cli;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.json.VersionedJson;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code twobit hardware list}. */
@Command(
    name = "list",
    description = "List the accelerators that come with twobit.",
    footerHeading = "%nExample:%n",
    footer = "  twobit hardware list")
final class HardwareListCommand implements Runnable {
  private final Console console;

  @Mixin private JsonOption json;

  HardwareListCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    List<HardwareConfig> all = HardwareCatalog.names().stream().map(HardwareCatalog::load).toList();
    console
        .out()
        .println(json.isSet() ? VersionedJson.indented(all) : HardwareText.table(all).strip());
  }
}
