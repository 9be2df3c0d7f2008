package dev.twobit.cli;

import dev.twobit.simulator.validation.Engine;
import dev.twobit.simulator.validation.NvdlaRtlValidation;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit validate nvdla-rtl}. */
@Command(
    name = "nvdla-rtl",
    description = "Compare with layer cycles of NVIDIA's NVDLA RTL.",
    footerHeading = "%nExample:%n",
    footer = "  twobit validate nvdla-rtl rtl.csv --json")
final class ValidateNvdlaRtlCommand implements Runnable {
  private final Console console;

  @Parameters(
      paramLabel = "ROWS.csv",
      arity = "0..1",
      description =
          "Rows with the columns of rtl.csv. Default: the 489 rows that come with twobit.")
  private Optional<Path> rows = Optional.empty();

  @Option(
      names = "--engine",
      paramLabel = "event|tick",
      description = "What is compared: events, or every clock. Default: ${DEFAULT-VALUE}.",
      defaultValue = "event")
  private Engine engine = Engine.EVENT;

  @Mixin private JsonOption json;

  ValidateNvdlaRtlCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    ValidationText.print(
        rows.map(csv -> NvdlaRtlValidation.run(csv, engine))
            .orElseGet(() -> NvdlaRtlValidation.shipped(engine)),
        json.isSet(),
        console);
  }
}
