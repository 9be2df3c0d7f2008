package dev.twobit.cli;

import dev.twobit.network.InvalidInputException;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options of {@code twobit search} as commands have them that search too, but take methods and
 * budgets as {@code --methods a,b} and {@code --budget kind=value}: whoever parses these names the
 * options of search in an error, and knows no command.
 */
final class OptionNames {
  private static final Pattern METHOD = Pattern.compile("(?<!\\S)--method(?![\\w-])");

  /** With a value that can be written behind it, as 1.0x. */
  private static final Pattern BUDGET = Pattern.compile("(?<!\\S)--(\\w+)-budget(?:( )(\\d\\S*))?");

  private OptionNames() {}

  /** Runs a command's work, with the names of options in its errors as the command has them. */
  static <T> T ofStudies(Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (InvalidInputException e) {
      throw new InvalidInputException(ofStudies(String.valueOf(e.getMessage())), e);
    }
  }

  static String ofStudies(String message) {
    String methods = METHOD.matcher(message).replaceAll("--methods");
    return BUDGET.matcher(methods).replaceAll(OptionNames::budget);
  }

  private static String budget(MatchResult found) {
    String value = found.group(3) == null ? "" : "=" + found.group(3);
    return "--budget " + found.group(1) + Matcher.quoteReplacement(value);
  }
}
