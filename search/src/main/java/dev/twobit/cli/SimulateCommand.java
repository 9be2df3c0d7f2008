package dev.twobit.cli;

import dev.twobit.experiment.results.SimulationRun;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.onnx.OnnxImporter;
import dev.twobit.onnx.SupportCheck;
import dev.twobit.report.SimulationWriter;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit simulate}. */
@Command(
    name = "simulate",
    description = "Simulate a network on an accelerator: cycles, traffic, energy per layer.",
    footerHeading = "%nExample:%n",
    footer = "  twobit simulate resnet20.onnx --hardware nvdla-small-w2a2 --out sim")
final class SimulateCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "MODEL.onnx", description = "ONNX file.")
  private Path model;

  @Option(
      names = "--hardware",
      required = true,
      paramLabel = "NAME",
      description = "Name from 'twobit hardware list', or a YAML file.")
  private String hardwareName;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for simulation.json and layers.csv.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Images, layer after layer (${DEFAULT-VALUE}). Fully connected layers take them at once,"
              + " all others one after the other.")
  private int batch;

  @Mixin private PrecisionOptions precision;
  @Mixin private JsonOption json;

  SimulateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    out.ifPresent(SimulateCommand::requireFolder);
    HardwareConfig hardware = HardwareCatalog.load(hardwareName);
    Network imported = OnnxImporter.read(model);
    SupportCheck.requireSupported(imported);
    Network network = NetworkCanonicalizer.canonical(imported);
    PrecisionPlan plan = PrecisionPlan.uniform(network, precision.bits(), precision.residualBits());
    SimulationRun run =
        SimulationRun.of(
            Simulator.simulate(network, plan, hardware, batch),
            precision.bits(),
            precision.residualBits());
    List<Path> files = out.isPresent() ? SimulationWriter.write(run, out.get()) : List.of();
    console
        .out()
        .println(json.isSet() ? JsonOutput.of(run) : SimulationText.of(run, files).strip());
    return 0;
  }

  /** A folder, or a path at which one can be made. */
  private static void requireFolder(Path out) {
    Path existing = out.toAbsolutePath().normalize();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new InvalidInputException(
          out + ": " + existing.getFileName() + " is a file; expected a folder");
    }
  }
}
