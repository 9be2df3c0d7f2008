package dev.twobit.cli;

import dev.twobit.simulator.validation.ScaleSimValidation;
import java.nio.file.Path;
import java.util.Optional;
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

  @Parameters(
      paramLabel = "ROWS.csv",
      arity = "0..1",
      description =
          "Rows with the columns of compute.csv. Default: the 882 rows that come with twobit.")
  private Optional<Path> rows = Optional.empty();

  @Mixin private JsonOption json;

  ValidateScaleSimCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    ValidationText.print(
        rows.map(ScaleSimValidation::run).orElseGet(ScaleSimValidation::shipped),
        json.isSet(),
        console);
  }
}
