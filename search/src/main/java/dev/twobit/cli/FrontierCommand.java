package dev.twobit.cli;

import dev.twobit.experiment.simulation.Frontier;
import dev.twobit.experiment.simulation.FrontierRequest;
import dev.twobit.experiment.simulation.PrecisionPlanFile;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.precision.BitPlan;
import dev.twobit.report.FrontierWriter;
import dev.twobit.results.FrontierResult;
import dev.twobit.search.cost.LatencyBinds;
import dev.twobit.search.space.Coupling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit frontier}. */
@Command(
    name = "frontier",
    description = {
      "Show what a search could find, without data and training.",
      "The networks of other widths that use a budget up on an accelerator, the most "
          + "MACs and PARAMs among them, and what widening each unit costs.",
      "Without data and without training. No unit of these networks can go to the next width"
          + " before the simulated cost jumps."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit frontier resnet8.onnx --hardware nvdla-small-w2a2 --latency-budget 1.0x")
final class FrontierCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "MODEL", description = "An ONNX file, or a network by name: resnet20.")
  private Path model;

  @Option(
      names = "--hardware",
      required = true,
      paramLabel = "NAME",
      description = "Name from 'twobit hardware list', or a YAML file.")
  private String hardware;

  @Option(
      names = "--latency-budget",
      paramLabel = "COST",
      description = "1.0x of the 2-bit original, or 3.2ms, 150us, 400000cycles (1.0x).")
  private Optional<String> latency = Optional.empty();

  @Option(
      names = "--energy-budget",
      paramLabel = "COST",
      description = "1.0x of the 2-bit original, or 150uJ, 0.1mJ.")
  private Optional<String> energy = Optional.empty();

  @Option(
      names = "--params-budget",
      paramLabel = "COST",
      description = "Parameters: 1.0x, or 0.27M.")
  private Optional<String> params = Optional.empty();

  @Option(
      names = "--latency-binds",
      paramLabel = "CLOCKS",
      defaultValue = "both",
      description =
          "Clocks that the latency binds: layers one by one (additive), back to back (whole), or"
              + " both (${DEFAULT-VALUE}).")
  private LatencyBinds binds = LatencyBinds.BOTH;

  @Option(
      names = "--coupling",
      paramLabel = "NAME",
      defaultValue = "tied",
      description =
          "What an Add does to widths, as --set coupling of search: tied, align or padded"
              + " (${DEFAULT-VALUE}).")
  private Coupling coupling = Coupling.TIED;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of walks where there are too many networks to try all (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for frontier.json, networks.csv and report.html.")
  private Optional<Path> out = Optional.empty();

  @Mixin private ForceOption force;
  @Mixin private InputShapeOption shapes;
  @Mixin private PrecisionOptions precision;
  @Mixin private TableFormatOption data;

  FrontierCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    out.ifPresent(folder -> force.requireFree(folder, FrontierWriter.FILES));
    HardwareConfig accelerator = HardwareCatalog.load(hardware);
    BitPlan plan = precision.on(accelerator);
    if (precision.show()) {
      PreparedNetwork read = PreparedNetwork.read(new ModelSource(model, shapes.sizes()).orOfZoo());
      console.out().println(PrecisionPlanFile.text(read.network(), plan).stripTrailing());
      return 0;
    }
    FrontierResult frontier =
        Frontier.run(
            new FrontierRequest(
                shapes.of(model).orOfZoo(),
                hardware,
                budgets(),
                coupling,
                binds,
                precision.asked(),
                seed));
    precision.warn(accelerator, console);
    HardwareWarnings.print(hardware, accelerator, console);
    List<Path> files = out.isPresent() ? FrontierWriter.write(frontier, out.get()) : List.of();
    data.print(
        console.out(),
        frontier,
        () -> FrontierWriter.csv(frontier),
        () -> FrontierText.of(frontier, files));
    return 0;
  }

  /** {@code kind=value}; the latency of the original where none is given. */
  private List<String> budgets() {
    List<String> budgets = new ArrayList<>();
    latency.ifPresent(v -> budgets.add("latency=" + v));
    energy.ifPresent(v -> budgets.add("energy=" + v));
    params.ifPresent(v -> budgets.add("params=" + v));
    return budgets.isEmpty() ? List.of("latency=1.0x") : budgets;
  }
}
