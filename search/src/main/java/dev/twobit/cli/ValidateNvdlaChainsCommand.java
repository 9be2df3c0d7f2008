package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.simulator.validation.Engine;
import dev.twobit.simulator.validation.NvdlaChainsValidation;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit validate nvdla-chains}. */
@Command(
    name = "nvdla-chains",
    description = {
      "Compare with layers that NVDLA RTL ran back to back.",
      "With the done interrupts of NVIDIA's RTL."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit validate nvdla-chains rows.csv --json")
final class ValidateNvdlaChainsCommand implements Runnable {
  private final Console console;

  @Parameters(
      paramLabel = "ROWS.csv",
      arity = "0..1",
      description =
          "Rows with columns run, config, p, lat, layer, W, H, C, K, R, S, stride, pad, data_banks,"
              + " weight_banks, done. Default: the 15 runs that come with twobit.")
  private Optional<Path> rows = Optional.empty();

  @Option(
      names = "--engine",
      paramLabel = "event|tick",
      description = "What is compared: events, or every clock. Default: ${DEFAULT-VALUE}.",
      defaultValue = "event")
  private Engine engine = Engine.EVENT;

  @Mixin private JsonOption json;

  ValidateNvdlaChainsCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    NvdlaChainsValidation result =
        rows.map(csv -> NvdlaChainsValidation.run(csv, engine))
            .orElseGet(() -> NvdlaChainsValidation.shipped(engine));
    if (json.isSet()) {
      console.out().println(VersionedJson.indented(result));
      return;
    }
    console
        .out()
        .printf(
            Locale.ROOT,
            "%,d runs: every done interrupt within %,d clocks%n",
            result.runs(),
            result.worstClocks());
    ValidationText.print(result.report(), false, console);
  }
}
