package dev.twobit.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A script that has zsh complete commands, options and what is known of their values, with what
 * they are for; a function a command, by zsh's own {@code _arguments}.
 */
final class ZshCompletion {
  private static final String HEAD =
      """
      #compdef twobit
      # zsh completion for twobit; written by 'twobit completion zsh'. As _twobit in a folder of
      # $fpath, or sourced after compinit.

      _twobit_or_file() {
        _alternative "names:$1:(${*:2})" 'files:file:_files'
      }

      """;

  private static final String TAIL =
      """
      if [ "$funcstack[1]" = _twobit ]; then
        _twobit "$@"
      else
        compdef _twobit twobit
      fi
      """;

  private ZshCompletion() {}

  static String of(CompletionTree root) {
    StringBuilder text = new StringBuilder(HEAD);
    root.all().forEach(command -> text.append(function(command)).append('\n'));
    return text.append(TAIL).toString();
  }

  private static String name(CompletionTree command) {
    return "_" + command.path().replace(' ', '_').replace('-', '_');
  }

  private static String function(CompletionTree command) {
    List<String> options = new ArrayList<>();
    command.options().forEach(option -> options.addAll(option(option)));
    if (!command.commands().isEmpty()) {
      return name(command) + "() {\n" + chosen(command, options) + "}\n";
    }
    command.parameters().forEach(p -> options.add(parameter(p)));
    return name(command) + "() {\n" + arguments("  ", options) + "}\n";
  }

  private static String arguments(String indent, List<String> specs) {
    String next = " \\\n" + indent + "  ";
    return indent + "_arguments -s -S" + next + String.join(next, specs) + "\n";
  }

  /** A command below it, or what it does itself. */
  private static String chosen(CompletionTree command, List<String> options) {
    List<String> specs = new ArrayList<>(List.of("-C"));
    specs.addAll(options);
    specs.add("'1: :->command'");
    specs.add("'*:: :->words'");
    StringBuilder names = new StringBuilder();
    StringBuilder calls = new StringBuilder();
    for (CompletionTree c : command.commands()) {
      names.append("\n        ").append(quoted(c.name() + ":" + c.summary()));
      calls.append("      ").append(c.name()).append(") ").append(name(c)).append(" ;;\n");
    }
    List<String> words = new ArrayList<>();
    command.parameters().forEach(p -> words.addAll(p.values().words()));
    if (!words.isEmpty()) {
      calls.append("      *)\n").append(arguments("        ", options)).append("        ;;\n");
    }
    return "  local curcontext=\"$curcontext\" state line\n"
        + arguments("  ", specs)
        + "  case $state in\n    command)\n      local -a commands=("
        + names
        + "\n      )\n      _describe -t commands command commands\n"
        + (words.isEmpty() ? "" : "      compadd -- " + String.join(" ", words) + "\n")
        + "      ;;\n    words) case $words[1] in\n"
        + calls
        + "    esac ;;\n  esac\n";
  }

  /** One a spelling; the others are not offered beside it. */
  private static List<String> option(CompletionTree.Option option) {
    String alone = option.repeated() ? "*" : "(" + String.join(" ", option.names()) + ")";
    return option.names().stream()
        .map(
            name ->
                quoted(
                    alone
                        + name
                        + (option.takesValue() && name.startsWith("--") ? "=" : "")
                        + "["
                        + option.summary().replaceAll("([\\[\\]\\\\])", "\\\\$1")
                        + "]"
                        + (option.takesValue() ? value(option.label(), option.values()) : "")))
        .toList();
  }

  private static String parameter(CompletionTree.Parameter parameter) {
    return quoted((parameter.repeated() ? "*" : "") + value(parameter.label(), parameter.values()));
  }

  private static String value(String label, CompletionValues values) {
    String words =
        String.join(" ", values.words().stream().map(w -> w.replace(":", "\\:")).toList());
    String message = label.replace(":", "\\:");
    String action =
        values.words().isEmpty()
            ? (values.files() ? "_files" : " ")
            : values.files() ? " _twobit_or_file " + word(label) + " " + words : "(" + words + ")";
    return ":" + message + ":" + action;
  }

  /** A label as one word of a call. */
  private static String word(String label) {
    return label.replaceAll("[^A-Za-z.]", "-");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
