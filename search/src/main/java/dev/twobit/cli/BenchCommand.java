package dev.twobit.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code twobit bench}, which only holds its subcommands. */
@Command(
    name = "bench",
    description = "Measure how fast twobit itself is on this machine.",
    footerHeading = "%nExample:%n",
    footer = {"  twobit bench simulate", "  twobit bench train"},
    synopsisSubcommandLabel = "COMMAND")
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "bench: no command given; expected one of "
            + String.join(", ", spec.subcommands().keySet()));
  }
}
