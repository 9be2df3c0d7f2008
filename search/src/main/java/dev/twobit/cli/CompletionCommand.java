package dev.twobit.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code twobit completion}. */
@Command(
    name = "completion",
    description = {
      "Print a script that completes commands and options.",
      "For bash, and for zsh by its bashcompinit, which the script turns on. Source it in ~/.bashrc"
          + " or ~/.zshrc."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit completion > twobit-completion && . ./twobit-completion")
final class CompletionCommand implements Runnable {
  private final Console console;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    // Its own root has but the command that was asked for.
    CommandLine whole = Main.commandLine(console);
    console.out().println(AutoComplete.bash(whole.getCommandName(), whole).stripTrailing());
  }
}
