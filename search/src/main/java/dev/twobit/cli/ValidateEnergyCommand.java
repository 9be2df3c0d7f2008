package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.simulator.validation.EnergyValidation;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit validate energy}. */
@Command(
    name = "energy",
    description = {
      "Compare energies with published ones.",
      "Those of a frame on NVDLA cores of several sizes at 16 nm, of a product on Bit "
          + "Fusion's units, and of the Edge TPU at its peak; with what several sources "
          + "of factors between nodes, and several points to fit on, make of it."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit validate energy --json")
final class ValidateEnergyCommand implements Runnable {
  private final Console console;

  @Parameters(
      paramLabel = "ROWS.csv",
      arity = "0..1",
      description =
          "NVDLA rows with columns macs, cbuf_kb, dram_gbps, fps_published, area16_mm2,"
              + " avg_mw_16nm (atomic_c and atomic_k for other sizes). Default: those that come"
              + " with twobit, of which the constant always is.")
  private Optional<Path> rows = Optional.empty();

  @Mixin private JsonOption json;

  ValidateEnergyCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    EnergyValidation result = rows.map(EnergyValidation::run).orElseGet(EnergyValidation::shipped);
    console
        .out()
        .println(
            json.isSet() ? VersionedJson.indented(result) : SiliconEnergyText.of(result).strip());
  }
}
