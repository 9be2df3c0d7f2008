package dev.twobit.cli;

import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code twobit completion}. */
@Command(
    name = "completion",
    description = {
      "Print a script that completes commands, options and names.",
      "For bash, to be sourced in ~/.bashrc; for zsh, as _twobit in a folder of $fpath or sourced"
          + " in ~/.zshrc after compinit."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit completion bash > twobit-completion && . ./twobit-completion")
final class CompletionCommand implements Runnable {
  private final Console console;

  /** Whose script it is. */
  enum Shell {
    BASH,
    ZSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      defaultValue = "bash",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Shell shell;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    // Its own root has but the command that was asked for.
    CompletionTree whole = CompletionTree.of(Main.commandLine(console));
    String script =
        switch (shell) {
          case BASH -> BashCompletion.of(whole);
          case ZSH -> ZshCompletion.of(whole);
        };
    console.out().println(script.stripTrailing());
  }
}
