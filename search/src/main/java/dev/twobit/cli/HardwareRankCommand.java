package dev.twobit.cli;

import dev.twobit.experiment.simulation.PrecisionPlanFile;
import dev.twobit.experiment.simulation.Ranking;
import dev.twobit.experiment.simulation.RankingRequest;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.json.VersionedJson;
import dev.twobit.network.CostKind;
import dev.twobit.precision.BitPlan;
import dev.twobit.results.RankingResult;
import dev.twobit.search.space.Coupling;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twobit hardware rank}. */
@Command(
    name = "rank",
    description = {
      "Count networks that change places between two accelerators.",
      "Networks of random widths of a model (grid tas) are ordered by what they cost on either."
          + " Where a search is done with the one and the network runs on the other, a pair that"
          + " changes places may cost what is printed."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit hardware rank nvdla-small-w2a2 with-dram.yaml --model resnet20")
final class HardwareRankCommand implements Runnable {
  private static final String NETWORKS = "--networks";
  private static final int MOST_NETWORKS = 5000;

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "Name from 'twobit hardware list', or a YAML file.")
  private String name;

  @Parameters(index = "1", paramLabel = "AGAINST", description = "The same.")
  private String against;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "An ONNX file, or a network by name: resnet20.")
  private Path model;

  @Option(
      names = "--cost",
      paramLabel = "COST",
      defaultValue = "latency",
      description =
          "What networks are ordered by: latency (layers one by one), whole (back to back) or"
              + " energy (${DEFAULT-VALUE}).")
  private Cost cost = Cost.LATENCY;

  @Option(
      names = NETWORKS,
      paramLabel = "N",
      defaultValue = "150",
      description = "Networks that are drawn, 2 to " + MOST_NETWORKS + " (${DEFAULT-VALUE}).")
  private int networks;

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
      description = "Of the draws (${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private InputShapeOption shapes;
  @Mixin private PrecisionOptions precision;
  @Mixin private JsonOption json;

  /** What can differ between two accelerators. */
  enum Cost {
    LATENCY(CostKind.LATENCY),
    WHOLE(CostKind.WHOLE),
    ENERGY(CostKind.ENERGY);

    private final CostKind kind;

    Cost(CostKind kind) {
      this.kind = kind;
    }
  }

  HardwareRankCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    HardwareConfig accelerator = HardwareCatalog.load(name);
    if (precision.show()) {
      PreparedNetwork read = PreparedNetwork.read(shapes.of(model).orOfZoo());
      BitPlan plan = precision.on(accelerator);
      console.out().println(PrecisionPlanFile.text(read.network(), plan).stripTrailing());
      return;
    }
    precision.warn(accelerator, console);
    RankingResult ranking =
        Ranking.run(
            new RankingRequest(
                shapes.of(model).orOfZoo(),
                name,
                against,
                cost.kind,
                coupling,
                precision.asked(),
                Ranges.between(spec, NETWORKS, networks, 2, MOST_NETWORKS),
                seed));
    console.out().println(json.isSet() ? VersionedJson.indented(ranking) : RankingText.of(ranking));
  }
}
