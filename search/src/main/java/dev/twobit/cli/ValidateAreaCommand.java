package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.simulator.validation.AreaValidation;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit validate area}. */
@Command(
    name = "area",
    description = {
      "Compare areas with published ones.",
      "Those of NVDLA cores of several sizes at 28 and 16 nm, and of a product on Bit "
          + "Fusion's units; with what several sources of factors between nodes, and "
          + "several points to fit on, make of it."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit validate area --json")
final class ValidateAreaCommand implements Runnable {
  private final Console console;

  @Parameters(
      paramLabel = "ROWS.csv",
      arity = "0..1",
      description =
          "NVDLA rows with columns macs, cbuf_kb, dram_gbps, area28_mm2, area16_mm2 (atomic_c and"
              + " atomic_k for other sizes). Default: those that come with twobit, of which the"
              + " constant always is.")
  private Optional<Path> rows = Optional.empty();

  @Mixin private JsonOption json;

  ValidateAreaCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    AreaValidation result = rows.map(AreaValidation::run).orElseGet(AreaValidation::shipped);
    console
        .out()
        .println(
            json.isSet() ? VersionedJson.indented(result) : SiliconAreaText.of(result).strip());
  }
}
