package dev.twobit.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command as a shell completes it.
 *
 * @param path its words, {@code twobit} first, with spaces
 * @param summary one sentence
 */
record CompletionTree(
    String path,
    String summary,
    List<Option> options,
    List<Parameter> parameters,
    List<CompletionTree> commands) {
  CompletionTree {
    options = List.copyOf(options);
    parameters = List.copyOf(parameters);
    commands = List.copyOf(commands);
  }

  /**
   * @param names all spellings
   * @param label of the value; empty of one that takes none
   * @param repeated whether it may be given again
   */
  record Option(
      List<String> names, String label, boolean repeated, String summary, CompletionValues values) {
    Option {
      names = List.copyOf(names);
    }

    boolean takesValue() {
      return !label.isEmpty();
    }
  }

  /**
   * @param repeated whether there may be several
   */
  record Parameter(String label, boolean repeated, CompletionValues values) {}

  static CompletionTree of(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    String path = spec.qualifiedName();
    List<CompletionTree> commands = new ArrayList<>();
    command.getSubcommands().values().forEach(sub -> commands.add(of(sub)));
    return new CompletionTree(
        path,
        summary(spec.usageMessage().description()),
        spec.options().stream().filter(o -> !o.hidden()).map(o -> option(path, o)).toList(),
        spec.positionalParameters().stream()
            .filter(p -> !p.hidden())
            .map(p -> parameter(path, p))
            .toList(),
        commands);
  }

  private static Option option(String path, OptionSpec option) {
    boolean flag = option.arity().max() == 0;
    return new Option(
        Arrays.asList(option.names()),
        flag ? "" : option.paramLabel(),
        option.isMultiValue(),
        summary(option.description()),
        flag ? new CompletionValues(List.of(), false) : CompletionValues.of(path, option));
  }

  private static Parameter parameter(String path, ArgSpec parameter) {
    return new Parameter(
        parameter.paramLabel(), parameter.arity().max() > 1, CompletionValues.of(path, parameter));
  }

  /** The first sentence, or what stands before a semicolon. */
  private static String summary(String... lines) {
    String text =
        lines.length == 0 ? "" : Ansi.OFF.string(lines[0]).replace("%%", "%").replace("%n", " ");
    return text.replaceAll("(?s)[;.] .*|\\.$", "").replaceAll("\\s+", " ").strip();
  }

  /** Its name after the command above it. */
  String name() {
    return path.substring(path.lastIndexOf(' ') + 1);
  }

  /** It and all below it. */
  List<CompletionTree> all() {
    List<CompletionTree> found = new ArrayList<>(List.of(this));
    commands.forEach(c -> found.addAll(c.all()));
    return found;
  }
}
