package dev.twobit.cli;

import dev.twobit.experiment.trial.TrialFailedException;
import dev.twobit.io.FileFailure;
import dev.twobit.network.InvalidInputException;
import dev.twobit.training.TrainingDivergedException;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;

/** Every failure as one line on standard error and an exit code; the stack with --verbose only. */
final class Failures {
  private static final int JOB_FAILED = 1;
  private static final int BAD_INPUT = 2;

  private final PrintStream err;

  Failures(PrintStream err) {
    this.err = err;
  }

  /** Handler of what picocli could not parse. */
  int usage(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String message = oneLine(String.valueOf(e.getMessage()));
    List<String> suggestions =
        e instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String maybe = suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?";
    String help = " (see '" + command.getCommandSpec().qualifiedName() + " --help')";
    err.println("twobit: " + message + maybe + help);
    return BAD_INPUT;
  }

  /** Handler of what a command threw. */
  int execution(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    return report(e, command);
  }

  int report(Throwable e, CommandLine command) {
    if (isVerbose(command)) {
      e.printStackTrace(err);
    }
    err.println("twobit: " + oneLine(message(e)));
    return e instanceof InvalidInputException || FileFailure.in(e).isPresent()
        ? BAD_INPUT
        : JOB_FAILED;
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
