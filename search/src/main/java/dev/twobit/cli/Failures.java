package dev.twobit.cli;

import dev.twobit.io.FileFailure;
import dev.twobit.network.InvalidInputException;
import dev.twobit.training.TrainingDivergedException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
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
    return e instanceof InvalidInputException || ofFile(e).isPresent() ? BAD_INPUT : JOB_FAILED;
  }

  private static String message(Throwable e) {
    if (e instanceof InvalidInputException || e instanceof TrainingDivergedException) {
      return String.valueOf(e.getMessage());
    }
    String kind = e.getClass().getSimpleName();
    return ofFile(e)
        .map(file -> file.getFile() + ": " + FileFailure.reason(file))
        .orElse(e.getMessage() == null ? kind : kind + ": " + e.getMessage());
  }

  /** A file or folder that cannot be read or written: the user's to change, not ours. */
  private static Optional<FileSystemException> ofFile(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileSystemException file) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
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
