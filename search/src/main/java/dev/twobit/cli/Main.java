package dev.twobit.cli;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.run.CurveRun;
import dev.twobit.experiment.run.SearchRequest;
import dev.twobit.experiment.run.SearchRun;
import dev.twobit.network.InvalidInputException;
import dev.twobit.report.HtmlReport;
import dev.twobit.results.FinishedRun;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine;

/** Entry point: builds the command line, runs it, turns what happened into an exit code. */
public final class Main {
  private Main() {}

  /** Exits with 0 (done), 1 (job failed) or 2 (bad input or usage). */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    int code = run(args, System.out, System.err);
    System.out.flush();
    System.exit(code);
  }

  /** Does as {@link #main} on other streams and returns the exit code. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    CommandLine commandLine = commandLine(new Console(out, err), List.of(args));
    commandLine.setOut(writer(out)).setErr(writer(err));
    Failures failures = new Failures(err, args);
    commandLine.setParameterExceptionHandler(failures::usage);
    commandLine.setExecutionExceptionHandler(failures::execution);
    try {
      return commandLine.execute(
          ResumedRun.expanded(
              name ->
                  Objects.requireNonNull(commandLine.getSubcommands().get(name)).getCommandSpec(),
              args));
    } catch (InvalidInputException
        | IOException
        | LinkageError
        | OutOfMemoryError
        | StackOverflowError e) {
      return failures.report(e, commandLine);
    }
  }

  /** With all commands. */
  static CommandLine commandLine(Console console) {
    return commandLine(console, List.of());
  }

  /** With the commands that these words need. */
  static CommandLine commandLine(Console console, List<String> words) {
    return UsageHelp.of(commands(console).of(words)).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static CommandTree commands(Console console) {
    return new CommandTree(new TwobitCommand())
        .addSubcommand(new InspectCommand(console))
        .addSubcommand(
            new CommandTree(new HardwareCommand())
                .addSubcommand(new HardwareListCommand(console))
                .addSubcommand(new HardwareShowCommand(console))
                .addSubcommand(new HardwareNewCommand(console))
                .addSubcommand(new HardwareKeysCommand(console))
                .addSubcommand(new HardwareCompareCommand(console))
                .addSubcommand(new HardwareRankCommand(console))
                .addSubcommand(new HardwareValidateCommand(console)))
        .addSubcommand(new SimulateCommand(console))
        .addSubcommand(new SweepCommand(console))
        .addSubcommand(new FrontierCommand(console))
        .addSubcommand(
            new CommandTree(new ValidateCommand())
                .addSubcommand(new ValidateAllCommand(console))
                .addSubcommand(new ValidateEnginesCommand(console))
                .addSubcommand(new ValidateNetworksCommand(console))
                .addSubcommand(new ValidateChainsCommand(console))
                .addSubcommand(new ValidateOnnxRuntimeCommand(console))
                .addSubcommand(new ValidateDeployedCommand(console))
                .addSubcommand(new ValidateSearchesCommand(console))
                .addSubcommand(new ValidateNvdlaRtlCommand(console))
                .addSubcommand(new ValidateNvdlaChainsCommand(console))
                .addSubcommand(new ValidateScaleSimCommand(console))
                .addSubcommand(new ValidateNvdlaPublishedCommand(console))
                .addSubcommand(new ValidateEdgeTpuCommand(console))
                .addSubcommand(new ValidateEnergyCommand(console))
                .addSubcommand(new ValidateAreaCommand(console)))
        .addSubcommand(
            new CommandTree(new BenchCommand())
                .addSubcommand(new BenchSimulateCommand(console))
                .addSubcommand(new BenchTrainCommand(console))
                .addSubcommand(new BenchThreadsCommand(console))
                .addSubcommand(new BenchDataCommand(console)))
        .addSubcommand(
            new CommandTree(new DataCommand())
                .addSubcommand(new DataCifar10Command(console))
                .addSubcommand(new DataCifar100Command(console)))
        .addSubcommand(new TrainCommand(console))
        .addSubcommand(new EvaluateCommand(console))
        .addSubcommand(new SearchCommand(console, Main::search))
        .addSubcommand(
            new CommandTree(new StudyCommand(console))
                .addSubcommand(new CommandTree(new StudyJudgesCommand(console))))
        .addSubcommand(new TrialCommand(console))
        .addSubcommand(new DemoCommand(console, Main::search))
        .addSubcommand(new ReportCommand(console))
        .addSubcommand(new RunsCommand(console))
        .addSubcommand(new CompareCommand(console))
        .addSubcommand(new ModelCommand(console))
        .addSubcommand(new SplitCommand(console))
        .addSubcommand(new ExportCommand(console))
        .addSubcommand(new QuantizersCommand(console))
        .addSubcommand(new CompletionCommand(console))
        .addSubcommand(new ManCommand(console));
  }

  private static FinishedRun search(SearchRequest request, StopRequest stop, ProgressLine progress)
      throws IOException {
    FinishedRun results;
    try (LivePage page = new LivePage(request.out())) {
      results =
          request.search().listed().isPresent()
              ? CurveRun.run(request, stop, progress)
              : SearchRun.run(request, stop, progress);
    }
    HtmlReport.write(results, request.out().resolve(LivePage.NAME));
    return results;
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
