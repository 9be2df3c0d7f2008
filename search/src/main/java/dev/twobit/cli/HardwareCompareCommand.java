package dev.twobit.cli;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.SiliconComparison;
import dev.twobit.json.VersionedJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit hardware compare}. */
@Command(
    name = "compare",
    description = "Hold two accelerators' areas against each other, part by part.",
    footerHeading = "%nExample:%n",
    footer = "  twobit hardware compare nvdla-small-w2a2 nvdla-small-w8a8")
final class HardwareCompareCommand implements Runnable {
  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "Name from 'twobit hardware list', or a YAML file.")
  private String name;

  @Parameters(index = "1", paramLabel = "AGAINST", description = "The same.")
  private String against;

  @Mixin private JsonOption json;

  HardwareCompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    HardwareConfig hardware = HardwareCatalog.load(name);
    HardwareConfig other = HardwareCatalog.load(against);
    SiliconComparison comparison = SiliconComparison.of(hardware, other);
    console
        .out()
        .println(
            json.isSet()
                ? VersionedJson.indented(comparison)
                : HardwareText.line(hardware)
                    + "\n"
                    + HardwareText.line(other)
                    + "\n\n"
                    + SiliconText.comparison(comparison).strip());
  }
}
