package dev.twobit.cli;

import dev.twobit.experiment.engine.EngineChoice;
import dev.twobit.experiment.study.Recost;
import dev.twobit.experiment.study.StudyRegistry;
import dev.twobit.experiment.study.StudyRequest;
import dev.twobit.experiment.study.StudyRun;
import dev.twobit.json.VersionedJson;
import dev.twobit.results.study.RecostRow;
import dev.twobit.tensor.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twobit study}. */
@Command(
    name = "study",
    description = {
      "Run a figure or a table of the paper, or an experiment like them.",
      "Searches and trainings are trials, each run once and kept, and shown on a page "
          + "beside the published values. The same command goes on where it was "
          + "interrupted.",
      "Studies: methods, residual, fig1 to fig5, table1 to table5; evidence: what searches from a"
          + " trained file find, beside the original; precision: adapted widths against mixed"
          + " precision at equal silicon; judges has options of its own."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  twobit study fig3 --preset small --data cifar10:cifar10 --dry-run",
      "  twobit study methods --preset small --data cifar10:cifar10 --seeds 2 \\",
      "    --hardware nvdla-small-w2a2 --budget latency=1.0x",
      "  twobit study evidence --model trained.onnx --data cifar10:FORTYFIVE \\",
      "    --held-out cifar10:FIVE --budget latency=1.0x --seeds 5 --dry-run",
      "  twobit study precision --model trained.onnx --data cifar10:FORTYFIVE \\",
      "    --held-out cifar10:FIVE --budget whole=1.0x,1.5x --seeds 5 --dry-run"
    },
    modelTransformer = StudyCommand.OwnData.class)
final class StudyCommand implements Callable<Integer> {

  /** Exit code where a network that was simulated again is out of its budget. */
  private static final int LEFT_A_BUDGET = 1;

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "STUDY", arity = "0..1", description = "Name of the study.")
  private String study = "";

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "small",
      description =
          "smoke (minutes, some images), small (hours, ResNet-8) or paper (${DEFAULT-VALUE}).")
  private String preset;

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "MODEL",
      description =
          "ONNX file, or a name of 'twobit model' that is built for the data; several for table2"
              + " and table3 (the study's).")
  private List<String> models = List.of();

  @Option(
      names = "--hardware",
      defaultValue = "nvdla-small-w2a2",
      paramLabel = "NAME",
      description = "Name from 'twobit hardware list', or a YAML file (${DEFAULT-VALUE}).")
  private String hardware;

  @Option(
      names = "--methods",
      split = ",",
      paramLabel = "NAME",
      description =
          "Methods that methods, fig3, evidence and precision compare, as --method of 'twobit"
              + " search', and nce-T1: NCE that never expands; of evidence and precision nce-paper"
              + " and nce-filled: NCE as the paper has it, and with what it finds filled; of"
              + " precision w4a4 and w8a8: the network narrowed to the limit at these bits (the"
              + " study's).")
  private List<String> methods = List.of();

  @Option(
      names = "--budget",
      paramLabel = "KIND=VALUE",
      description =
          "Budget of every search, as latency=1.0x; may be repeated, and of evidence and precision"
              + " a list, latency=0.7x,1.0x; of precision a share of what the original costs at two"
              + " bits (the study's).")
  private List<String> budgets = List.of();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of every search, as of 'twobit search'; may be repeated.")
  private List<String> settings = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "Trainings of every network, with seeds 1 to N (the preset's; 5 of evidence and"
              + " precision).")
  private Optional<Integer> seeds = Optional.empty();

  @Option(
      names = "--structures",
      paramLabel = "N",
      description = "Networks of a method that finds many (the preset's; 5 of evidence).")
  private Optional<Integer> structures = Optional.empty();

  @Option(
      names = "--training-epochs",
      paramLabel = "N",
      description = "Epochs of every training (the preset's).")
  private Optional<Integer> trainingEpochs = Optional.empty();

  @Option(
      names = "--train-images",
      paramLabel = "N",
      description = "Only the first N training images of every class; 0: all (the preset's).")
  private Optional<Integer> trainPerClass = Optional.empty();

  @Option(
      names = "--test-images",
      paramLabel = "N",
      description = "Only the first N test images of every class; 0: all (the preset's).")
  private Optional<Integer> testPerClass = Optional.empty();

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "float32",
      description = "What layers compute in while training: float32 or bf16 (${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "1",
      description = "Trials at a time, 1 or 2; 2 is --engine local:2 (${DEFAULT-VALUE}).")
  private int parallel;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/studies",
      description =
          "Folder that keeps the trials, which studies share, and results in STUDY-PRESET"
              + " (${DEFAULT-VALUE}).")
  private Path out;

  @Option(names = "--dry-run", description = "List the trials, what is done, and the time.")
  private boolean dryRun;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private TrialEngineOption engine;
  @Mixin private EvidenceOptions evidence;
  @Mixin private InputShapeOption shapes;
  @Mixin private DataOptions data;
  @Mixin private JsonOption json;

  StudyCommand(Console console) {
    this.console = console;
  }

  /** Picocli asks a command for what it requires even where a subcommand is called. */
  static final class OwnData implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      OptionSpec required = command.findOption("--data");
      command.remove(required);
      return command.addOption(
          OptionSpec.builder(required).required(false).defaultValue("").build());
    }
  }

  @Override
  public Integer call() throws Exception {
    return OptionNames.ofStudies(this::run);
  }

  private int run() throws IOException {
    if (study.isEmpty()) {
      throw missing("parameter: 'STUDY'");
    }
    StudyRegistry.title(study); // an unknown one is told of before all else
    evidence.require(study);
    if (evidence.isRecost()) {
      return recost();
    }
    if (data.data().isEmpty()) {
      throw missing("option: '--data=DATA'");
    }
    OutputFolder.require(out);
    HardwareWarnings.print(hardware, console);
    StudyRequest request = request();
    return new StudySession(console, request.folder(), dryRun, quiet, json.isSet())
        .run(() -> StudyRun.of(request));
  }

  private int recost() throws IOException {
    List<RecostRow> rows = Recost.of(out);
    console.out().println(json.isSet() ? VersionedJson.indented(rows) : RecostText.of(rows));
    return rows.stream().allMatch(row -> row.left().isEmpty()) ? 0 : LEFT_A_BUDGET;
  }

  private CommandLine.ParameterException missing(String what) {
    return new CommandLine.ParameterException(spec.commandLine(), "Missing required " + what);
  }

  private StudyRequest request() {
    EngineChoice where = engine();
    return new StudyRequest(
        study,
        preset,
        new StudyRequest.Inputs(
            models, data.data(), data.normalization(), hardware, shapes.sizes()),
        new StudyRequest.Searches(methods, budgets, settings()),
        new StudyRequest.Size(
            atLeast(1, "--seeds", seeds),
            atLeast(1, "--structures", structures),
            evidence.searches(),
            atLeast(1, "--training-epochs", trainingEpochs),
            atLeast(0, "--train-images", trainPerClass),
            atLeast(0, "--test-images", testPerClass)),
        evidence::recipe,
        new StudyRequest.Resources(
            precision.name().toLowerCase(Locale.ROOT),
            where.isHere() || isGiven("--threads") ? data.threads() : 1,
            where),
        out);
  }

  private EngineChoice engine() {
    Ranges.between(spec, "--parallel", parallel, 1, 2);
    if (parallel == 1) {
      return engine.choice();
    }
    if (isGiven("--engine")) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--parallel " + parallel + ": found --engine too, expected one");
    }
    return EngineChoice.parse("local:" + parallel);
  }

  private List<String> settings() {
    List<String> all = new ArrayList<>(evidence.settings());
    all.addAll(settings);
    return all;
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // an option of the command line
  private OptionalInt atLeast(int least, String option, Optional<Integer> value) {
    return value.isPresent()
        ? OptionalInt.of(Ranges.between(spec, option, value.get(), least, 1_000_000))
        : OptionalInt.empty();
  }
}
