package dev.twobit.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code twobit validate}, which only holds its subcommands. */
@Command(
    name = "validate",
    description = {
      "Hold the simulator to measured figures, and twobit to itself.",
      "The simulator against measured and published figures, its engines against each "
          + "other, and searches to running on any network."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit validate all",
    synopsisSubcommandLabel = "COMMAND")
final class ValidateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "validate: no command given; expected one of "
            + String.join(", ", spec.subcommands().keySet()));
  }
}
