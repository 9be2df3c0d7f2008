package dev.twobit.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Usage errors for numbers out of range. */
final class Ranges {
  private Ranges() {}

  static int atLeastOne(CommandSpec spec, String option, int value) {
    return between(spec, option, value, 1, Integer.MAX_VALUE);
  }

  static int between(CommandSpec spec, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          option
              + ": found "
              + value
              + ", expected "
              + (most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most));
    }
    return value;
  }
}
