package dev.twobit.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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

  @Spec private CommandSpec spec;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    CommandSpec root = spec.root();
    console.out().println(AutoComplete.bash(root.name(), root.commandLine()).stripTrailing());
  }
}
