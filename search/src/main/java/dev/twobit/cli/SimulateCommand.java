package dev.twobit.cli;

import dev.twobit.experiment.simulation.SimulatedModel;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.precision.BitPlan;
import dev.twobit.report.SimulationWriter;
import dev.twobit.results.SimulationRun;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.verification.NetworkVerification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit simulate}. */
@Command(
    name = "simulate",
    description = {
      "Simulate a network on an accelerator, layer by layer.",
      "Cycles, traffic and energy per layer, and why the slowest layers are slow.",
      "A SCALE-Sim topology (ends in .csv; convolutions, or products of matrices M, N, K) is taken"
          + " too; all its layers have --bits."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit simulate resnet50 --hardware nvdla-small-w2a2 --out sim")
final class SimulateCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "MODEL",
      description =
          "ONNX file, SCALE-Sim topology (.csv), or a network by name, as 'twobit model --help'"
              + " lists them.")
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
      description = "Folder for simulation.json, layers.csv and report.html.")
  private Optional<Path> out = Optional.empty();

  @Mixin private ForceOption force;
  @Mixin private BatchOption batch;
  @Mixin private HostOptions host;
  @Mixin private PrecisionOptions precision;
  @Mixin private EngineOptions engine;
  @Mixin private TableFormatOption data;
  @Mixin private TraceOptions trace;

  SimulateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    out.ifPresent(folder -> force.requireFree(folder, SimulationWriter.FILES));
    HardwareConfig hardware = HardwareCatalog.load(hardwareName);
    trace.require(hardware, engine.isTick());
    trace.file().ifPresent(force::requireFree);
    if (precision.show()) {
      return showPlan(hardware);
    }
    return engine.isTick() ? tick(hardware) : event(hardware);
  }

  private int showPlan(HardwareConfig hardware) {
    BitPlan plan = precision.on(hardware);
    SimulatedModel read = SimulatedModel.read(batch.of(model).orOfZoo(), plan, host.processor());
    precision.requireFree(read.statesAll());
    console.out().println(read.planText(plan).stripTrailing());
    return 0;
  }

  private int event(HardwareConfig hardware) throws IOException {
    SimulatedModel simulated =
        SimulatedModel.read(batch.of(model).orOfZoo(), precision.on(hardware), host.processor());
    precision.requireFree(simulated.statesAll());
    precision.warn(hardware, console);
    HardwareWarnings.print(hardwareName, hardware, console);
    NetworkSimulation alone = simulated.on(hardware);
    SimulationRun layers =
        SimulationRun.of(alone, simulated.bits(), simulated.residualBits(), simulated.precision())
            .with(simulated.unfused(alone), simulated.roles(alone));
    SimulationRun run = simulated.backToBack(alone).map(layers::with).orElse(layers);
    List<Path> files = Stream.concat(trace.write(alone).stream(), written(run).stream()).toList();
    data.print(
        console.out(), run, () -> SimulationWriter.csv(run), () -> SimulationText.of(run, files));
    return 0;
  }

  private int tick(HardwareConfig hardware) throws IOException {
    host.requireNone("--engine tick calculates with the array's integers");
    SimulatedModel.Onnx simulated =
        SimulatedModel.network(batch.of(model).orOfZoo(), precision.on(hardware));
    precision.requireFree(simulated.statesAll());
    precision.warn(hardware, console);
    HardwareWarnings.print(hardwareName, hardware, console);
    NetworkVerification verification =
        simulated
            .deployed()
            .run(
                engine.image(simulated),
                engine.seed(),
                hardware,
                engine.verifies(),
                new StepProgress(console.err()));
    SimulationRun run =
        SimulationRun.of(
                verification.simulation(),
                simulated.bits(),
                simulated.residualBits(),
                simulated.precision())
            .with(
                simulated.unfused(verification.simulation()),
                simulated.roles(verification.simulation()));
    List<Path> files = written(run);
    String image = engine.imageText();
    data.print(
        console.out(),
        new VerifiedSimulation(run, VerifiedSimulation.Steps.of(verification, image)),
        () -> SimulationWriter.csv(run),
        () ->
            SimulationText.of(run, files).strip()
                + "\n\n"
                + VerificationText.of(verification, image));
    return verification.failures().isEmpty() ? 0 : 1;
  }

  private List<Path> written(SimulationRun run) throws IOException {
    return out.isPresent() ? SimulationWriter.write(run, out.get()) : List.of();
  }
}
