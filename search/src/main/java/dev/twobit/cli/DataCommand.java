package dev.twobit.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code twobit data}, which only holds its subcommands. */
@Command(
    name = "data",
    description = "Get data sets from where they are published.",
    footerHeading = "%nExample:%n",
    footer = "  twobit data cifar10 cifar10",
    synopsisSubcommandLabel = "COMMAND")
final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "data: no command given; expected one of "
            + String.join(", ", spec.subcommands().keySet()));
  }
}
