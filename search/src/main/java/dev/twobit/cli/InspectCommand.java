package dev.twobit.cli;

import dev.twobit.onnx.OnnxImporter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit inspect}. */
@Command(
    name = "inspect",
    description = "Show the layers, MACs and PARAMs of an ONNX network.",
    footerHeading = "%nExample:%n",
    footer = "  twobit inspect resnet20.onnx --json")
final class InspectCommand implements Runnable {
  private final Console console;

  @Parameters(paramLabel = "MODEL.onnx", description = "ONNX file.")
  private Path model;

  @Mixin private JsonOption json;

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    Inspection inspection = Inspection.of(OnnxImporter.read(model));
    console
        .out()
        .println(json.isSet() ? JsonOutput.of(inspection) : InspectionText.of(inspection).strip());
  }
}
