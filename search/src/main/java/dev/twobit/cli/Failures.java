package dev.twobit.cli;

import dev.twobit.experiment.trial.TrialFailedException;
import dev.twobit.io.FileFailure;
import dev.twobit.io.Suggestion;
import dev.twobit.json.VersionedJson;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.InvalidInputsException;
import dev.twobit.training.TrainingDivergedException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every failure as lines on standard error and an exit code; the stack with --verbose only. */
final class Failures {
  private static final int JOB_FAILED = 1;
  private static final int BAD_INPUT = 2;

  /**
   * What a program reads that asked for JSON.
   *
   * @param errors a sentence each
   */
  record Failed(int exitCode, List<String> errors) {}

  private final PrintStream err;
  private final boolean json;
  private final boolean flops;

  /**
   * @param args of the command line; with {@code --json} failures are an object of JSON, on a line
   */
  Failures(PrintStream err, String... args) {
    this.err = err;
    this.json = Arrays.asList(args).contains("--json");
    this.flops =
        Arrays.stream(args).anyMatch(w -> w.matches("(--budget=)?flops=.*|--flops-budget(=.*)?"));
  }

  /** Handler of what picocli could not parse. */
  int usage(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String message = oneLine(String.valueOf(e.getMessage()));
    String maybe = suggestion(e, args);
    String help = " (see '" + command.getCommandSpec().qualifiedName() + " --help')";
    return tell(BAD_INPUT, List.of(message + maybe + help));
  }

  /** Of a word that is no command or option of the command, or no value of an option. */
  private static String suggestion(CommandLine.ParameterException e, String[] args) {
    Map<String, OptionSpec> options = e.getCommandLine().getCommandSpec().optionsMap();
    if (e instanceof CommandLine.MissingParameterException) {
      return Arrays.stream(args)
          .map(arg -> arg.split("=", 2)[0])
          .filter(arg -> arg.startsWith("--") && !options.containsKey(arg))
          .findFirst()
          .map(arg -> "; found '" + arg + "'" + Suggestion.nearest(arg, options.keySet()))
          .orElse("");
    }
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      CommandSpec command = e.getCommandLine().getCommandSpec();
      List<String> known = new ArrayList<>(command.subcommands().keySet());
      known.addAll(command.optionsMap().keySet());
      return Suggestion.nearest(unmatched.getUnmatched().get(0).split("=", 2)[0], known);
    }
    if (e.getArgSpec() != null && e.getArgSpec().completionCandidates() != null) {
      List<String> known = new ArrayList<>();
      e.getArgSpec()
          .completionCandidates()
          .forEach(word -> known.add(word.toLowerCase(Locale.ROOT)));
      return Suggestion.nearest(String.valueOf(e.getValue()), known);
    }
    return "";
  }

  /** Handler of what a command threw. */
  int execution(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    return report(PlanOptions.placed(e, command), command);
  }

  int report(Throwable e, CommandLine command) {
    if (isVerbose(command)) {
      e.printStackTrace(err);
    }
    boolean badInput = e instanceof InvalidInputException || FileFailure.in(e).isPresent();
    return tell(
        badInput ? BAD_INPUT : JOB_FAILED, lines(e).stream().map(Failures::oneLine).toList());
  }

  /** MACs have two names: whoever calls them FLOPs, as the paper does, is answered so. */
  private String asAsked(String line) {
    return flops
        ? line.replace("--macs-budget", "--flops-budget").replace("--budget macs", "--budget flops")
        : line;
  }

  private int tell(int exitCode, List<String> told) {
    List<String> lines = told.stream().map(this::asAsked).toList();
    if (json) {
      err.println(VersionedJson.line(new Failed(exitCode, lines)));
    } else {
      lines.forEach(line -> err.println("twobit: " + line));
    }
    return exitCode;
  }

  /** What is wrong with one file is told all at once. */
  private static List<String> lines(Throwable e) {
    return e instanceof InvalidInputsException several ? several.lines() : List.of(message(e));
  }

  private static String message(Throwable e) {
    if (e instanceof InvalidInputException
        || e instanceof TrainingDivergedException
        || e instanceof TrialFailedException) {
      return String.valueOf(e.getMessage());
    }
    String kind = e.getClass().getSimpleName();
    return FileFailure.in(e)
        .map(FileFailure::line)
        .or(() -> NativeFailure.line(e))
        .orElse(e.getMessage() == null ? kind : kind + ": " + e.getMessage());
  }

  private static boolean isVerbose(CommandLine command) {
    for (CommandLine c = command; c != null; c = c.getParent()) {
      if (c.getCommand() instanceof TwobitCommand root) {
        return root.isVerbose();
      }
    }
    return false;
  }

  /** One printable line: what files and nodes are called comes from outside. */
  private static String oneLine(String text) {
    return Text.printable(text.replaceAll("\\s*\\R\\s*", " "));
  }
}
