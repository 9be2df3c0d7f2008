package dev.twobit.cli;

import dev.twobit.experiment.exam.ExamRequest;
import dev.twobit.experiment.exam.ExamRun;
import dev.twobit.experiment.run.SearchRequest;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.halving.Halving;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twobit study judges}. */
@Command(
    name = "judges",
    description = {
      "Examine what a search judges networks by.",
      "Networks that use the budgets up are scored by every judge and trained in "
          + "full, and rank correlations say who foretells the result.",
      "Options are those of 'twobit search'. Trials are kept: the same command goes on where it was"
          + " interrupted."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  twobit study judges trained.onnx --hardware nvdla-small-w2a2 \\",
      "    --latency-budget 1.0x --data cifar10:cifar10 --held-out 20%% --dry-run"
    },
    modelTransformer = StudyJudgesCommand.WithoutMethod.class)
final class StudyJudgesCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL.onnx", description = "ONNX file.")
  private Path model;

  @Option(
      names = "--hardware",
      required = true,
      paramLabel = "NAME",
      description = "Name from 'twobit hardware list', or a YAML file.")
  private String hardware;

  @Option(
      names = "--networks",
      paramLabel = "N",
      defaultValue = "16",
      description = "Networks that are compared, the original among them (${DEFAULT-VALUE}).")
  private int networks;

  @Option(
      names = "--trainings",
      paramLabel = "N",
      defaultValue = "2",
      description = "Full trainings of each network (${DEFAULT-VALUE}).")
  private int trainings;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Of the draw and of short trainings (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--width-response",
      description = "Train the network at 0.5, 1, 1.5 and 2 times its widths too.")
  private boolean widthResponse;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/studies",
      description =
          "Folder that keeps the trials, and results in judges-PRESET (${DEFAULT-VALUE}).")
  private Path out;

  @Option(names = "--dry-run", description = "List the trials, what is done, and the time.")
  private boolean dryRun;

  @Mixin private TrialEngineOption engine;
  @Mixin private DataOptions data;
  @Mixin private SearchOptions options;

  StudyJudgesCommand(Console console) {
    this.console = console;
  }

  /** Nothing is searched, and there is one seed. */
  static final class WithoutMethod implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      List.of("--method", "--show-settings", "--resume", "--seeds", "--search-epochs")
          .forEach(name -> command.remove(command.findOption(name)));
      return command;
    }
  }

  @Override
  public Integer call() throws IOException {
    OutputFolder.require(out);
    HardwareWarnings.print(hardware, console);
    ExamRequest request =
        new ExamRequest(
            search(),
            Ranges.between(spec, "--networks", networks, 5, 1_000),
            Ranges.between(spec, "--trainings", trainings, 1, 100),
            widthResponse,
            engine.choice(),
            out);
    return new StudySession(console, request.folder(), dryRun, options.quiet(), options.json())
        .run(() -> ExamRun.of(request));
  }

  private int threads() {
    boolean given = spec.commandLine().getParseResult().hasMatchedOption("--threads");
    return given || engine.choice().isHere() ? data.threads() : 1;
  }

  private SearchRequest search() {
    SearchRequest asked = options.request(model, hardware, data, out);
    SearchSettings settings = options.settings().settings();
    return new SearchRequest(
        asked.inputs(),
        hardware,
        asked.start(),
        SearchPlan.of(Halving.NAME, settings, options.budgets()),
        Execution.of(seed, threads()),
        out,
        false);
  }
}
