package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.simulator.validation.EdgeTpuValidation;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit validate edge-tpu}. */
@Command(
    name = "edge-tpu",
    description = "Compare with Coral's published latencies over USB.",
    footerHeading = "%nExample:%n",
    footer = "  twobit validate edge-tpu --json")
final class ValidateEdgeTpuCommand implements Runnable {
  private final Console console;

  @Parameters(
      paramLabel = "ROWS.csv",
      arity = "0..1",
      description =
          "Rows with columns model, input_px, desktop_usb3_edgetpu_ms. Default: those that come"
              + " with twobit.")
  private Optional<Path> rows = Optional.empty();

  @Mixin private JsonOption json;

  ValidateEdgeTpuCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    EdgeTpuValidation result =
        rows.map(EdgeTpuValidation::run).orElseGet(EdgeTpuValidation::shipped);
    console
        .out()
        .println(json.isSet() ? VersionedJson.indented(result) : PublishedText.of(result).strip());
  }
}
