package dev.twobit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command and those below it, of which only the one that is asked for is described to picocli:
 * reading the annotations of all takes longer than most commands run.
 */
final class CommandTree {
  private static final List<String> HELP = List.of("--help", "-h");

  private final Object command;
  private final List<CommandTree> subcommands = new ArrayList<>();

  CommandTree(Object command) {
    this.command = command;
  }

  CommandTree addSubcommand(Object leaf) {
    return addSubcommand(new CommandTree(leaf));
  }

  CommandTree addSubcommand(CommandTree tree) {
    subcommands.add(tree);
    return this;
  }

  /** All of them. */
  CommandLine whole() {
    return of(List.of());
  }

  /**
   * What these words need: one subcommand if they begin with its name, names and descriptions of
   * all if they ask for help and nothing else, otherwise all.
   */
  CommandLine of(List<String> words) {
    CommandLine line = new CommandLine(command);
    if (words.size() == 1 && HELP.contains(words.get(0))) {
      subcommands.forEach(each -> line.addSubcommand(each.title()));
      return line;
    }
    Optional<CommandTree> asked =
        subcommands.stream().filter(each -> words.indexOf(each.name()) == 0).findFirst();
    if (asked.isPresent()) {
      line.addSubcommand(asked.get().of(words.subList(1, words.size())));
    } else {
      subcommands.forEach(each -> line.addSubcommand(each.whole()));
    }
    return line;
  }

  private String name() {
    return annotation().name();
  }

  /** Enough for the list of commands in another's help. */
  private CommandSpec title() {
    CommandSpec spec = CommandSpec.create().name(name());
    spec.usageMessage().description(annotation().description());
    return spec;
  }

  private Command annotation() {
    return command.getClass().getAnnotation(Command.class);
  }
}
