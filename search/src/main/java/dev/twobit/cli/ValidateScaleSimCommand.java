package dev.twobit.cli;

import dev.twobit.simulator.validation.ScaleSimValidation;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit validate scale-sim}. */
@Command(
    name = "scale-sim",
    description = "Compare with cycles and buffer accesses of SCALE-Sim v2.",
    footerHeading = "%nExample:%n",
    footer = "  twobit validate scale-sim compute.csv --json")
final class ValidateScaleSimCommand implements Runnable {
  private final Console console;

  @Parameters(paramLabel = "ROWS.csv", description = "Rows with the columns of compute.csv.")
  private Path rows;

  @Mixin private JsonOption json;

  ValidateScaleSimCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    ValidationText.print(ScaleSimValidation.run(rows), json.isSet(), console);
  }
}
