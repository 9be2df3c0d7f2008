package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.network.Network;
import dev.twobit.network.SupportCheck;
import dev.twobit.onnx.read.QcdqFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit inspect}. */
@Command(
    name = "inspect",
    description = {
      "Show a network's layers, MACs, PARAMs, widths and bits.",
      "What of it cannot be run, if anything, is named after them, and the exit code is then 2."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit inspect resnet20.onnx --json")
final class InspectCommand implements Runnable {
  private final Console console;

  @Parameters(
      paramLabel = "MODEL",
      description = "ONNX file, or a network by name, as 'twobit model --help' lists them.")
  private Path model;

  @Mixin private BatchOption batch;
  @Mixin private JsonOption json;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    QcdqFile file = batch.of(model).orOfZoo().readQuantized();
    Network network = file.network();
    Inspection inspection = Inspection.of(file);
    console
        .out()
        .println(
            json.isSet()
                ? VersionedJson.indented(inspection)
                : InspectionText.of(inspection).strip());
    SupportCheck.requireSupported(network);
    SupportCheck.requireWeighted(network);
  }
}
