package dev.twobit.cli;

import dev.twobit.experiment.results.SimulationResult;
import dev.twobit.experiment.results.SimulationRun;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.QcdqFile;
import dev.twobit.onnx.QcdqImporter;
import dev.twobit.onnx.SupportCheck;
import dev.twobit.report.SimulationWriter;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.Simulator;
import dev.twobit.verification.DeployedNetwork;
import dev.twobit.verification.NetworkVerification;
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

  @Mixin private PrecisionOptions precision;
  @Mixin private EngineOptions engine;
  @Mixin private JsonOption json;

  SimulateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    out.ifPresent(SimulateCommand::requireFolder);
    HardwareConfig hardware = HardwareCatalog.load(hardwareName);
    QcdqFile file = QcdqImporter.read(model);
    SupportCheck.requireSupported(file.network());
    precision.requireFree(file.isQuantized());
    DeployedNetwork network = DeployedNetwork.of(file, precision.bits(), precision.residualBits());
    return engine.isTick() ? tick(network, hardware) : event(network, hardware);
  }

  private int event(DeployedNetwork network, HardwareConfig hardware) throws IOException {
    SimulationRun run =
        run(network, Simulator.simulate(network.network(), network.plan(), hardware));
    List<Path> files = written(run);
    console
        .out()
        .println(json.isSet() ? JsonOutput.of(run) : SimulationText.of(run, files).strip());
    return 0;
  }

  private int tick(DeployedNetwork network, HardwareConfig hardware) throws IOException {
    NetworkVerification verification =
        network.run(
            engine.image(network),
            engine.seed(),
            hardware,
            engine.verifies(),
            new StepProgress(console.err()));
    SimulationRun run = run(network, verification.simulation());
    List<Path> files = written(run);
    console
        .out()
        .println(
            json.isSet()
                ? JsonOutput.of(
                    new VerifiedSimulation(
                        run, VerifiedSimulation.Steps.of(verification, engine.imageText())))
                : SimulationText.of(run, files).strip()
                    + "\n\n"
                    + VerificationText.of(verification, engine.imageText()));
    return verification.failures().isEmpty() ? 0 : 1;
  }

  private SimulationRun run(DeployedNetwork network, NetworkSimulation simulation) {
    return new SimulationRun(
        simulation.hardware(),
        network.isQuantized() ? network.quantizedBits() : precision.bits(),
        network.isQuantized() ? network.residualBits() : precision.residualBits(),
        SimulationResult.of(simulation));
  }

  private List<Path> written(SimulationRun run) throws IOException {
    return out.isPresent() ? SimulationWriter.write(run, out.get()) : List.of();
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
