package dev.twobit.cli;

import dev.twobit.experiment.simulation.Sweep;
import dev.twobit.experiment.simulation.SweepRequest;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.report.SweepWriter;
import dev.twobit.results.SweepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit sweep}. */
@Command(
    name = "sweep",
    description = {
      "Simulate every combination of models and settings of accelerators.",
      "Each with latency, energy, area and memory bandwidth, and the Pareto front of the four.",
      "Keys are those of the hardware file ('twobit hardware keys'), and array.atomicC,"
          + " array.atomicK, memory.bandwidthGigabytesPerSecond, buffer.capacityKibibytes,"
          + " energy.dramKind (lpddr4, lpddr, ddr3, gddr5, hbm2: energy of a byte)."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  twobit sweep resnet20.onnx --hardware nvdla-small-w2a2,nvdla-large-w2a2 \\",
      "    --set array.atomicC=16,32,64 \\",
      "    --set memory.bandwidthGigabytesPerSecond=1,5,20 --out space"
    })
final class SweepCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "MODEL",
      arity = "1..*",
      description = "ONNX files, SCALE-Sim topologies (.csv), or networks by name: resnet20.")
  private List<Path> models = List.of();

  @Option(
      names = "--hardware",
      required = true,
      split = ",",
      paramLabel = "NAME",
      description = "Names from 'twobit hardware list', or YAML files, separated by commas.")
  private List<String> hardware = List.of();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE[,VALUE...]",
      description = "A key of the hardware and the values it takes; may be repeated.")
  private List<String> settings = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Points simulated at a time (all processors). Results do not depend on it.")
  private Optional<Integer> threads = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for sweep.json, sweep.csv and report.html.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private ForceOption force;
  @Mixin private InputShapeOption shapes;
  @Mixin private HostOptions host;
  @Mixin private PrecisionOptions precision;
  @Mixin private TableFormatOption data;

  SweepCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    out.ifPresent(folder -> force.requireFree(folder, SweepWriter.FILES));
    SweepRequest request =
        new SweepRequest(
            models,
            hardware,
            settings.stream().map(SweepRequest::axis).toList(),
            precision.asked(),
            host.processor(),
            shapes.sizes(),
            threads.orElse(Runtime.getRuntime().availableProcessors()));
    if (precision.show()) {
      Sweep.plans(request).forEach(text -> console.out().println(text.stripTrailing()));
      return 0;
    }
    SweepResult sweep = Sweep.run(request, console.progress(quiet));
    Sweep.mismatches(request)
        .forEach(line -> console.err().println("warning: " + Text.printable(line)));
    hardware.forEach(name -> HardwareWarnings.print(name, HardwareCatalog.load(name), console));
    List<Path> files = out.isPresent() ? SweepWriter.write(sweep, out.get()) : List.of();
    data.print(
        console.out(), sweep, () -> SweepWriter.csv(sweep), () -> SweepText.of(sweep, files));
    return 0;
  }
}
