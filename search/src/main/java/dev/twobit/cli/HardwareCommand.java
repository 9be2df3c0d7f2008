package dev.twobit.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code twobit hardware}, which only holds its subcommands. */
@Command(
    name = "hardware",
    description = "List, show, write, compare, rank and check accelerators.",
    footerHeading = "%nExample:%n",
    footer = "  twobit hardware list",
    synopsisSubcommandLabel = "COMMAND")
final class HardwareCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "hardware: no command given; expected one of "
            + String.join(", ", spec.subcommands().keySet()));
  }
}
