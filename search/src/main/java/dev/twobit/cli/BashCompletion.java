package dev.twobit.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A script that has bash complete commands, options and what is known of their values. */
final class BashCompletion {
  /** Bash takes {@code --hardware=nvdla} for three words. */
  private static final String HEAD =
      """
      # bash completion for twobit; written by 'twobit completion bash'.
      _complete_twobit() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path=twobit word i
        local values='' files='' options='' commands=''
        COMPREPLY=()
        if [ "$cur" = = ]; then cur=; elif [ "$prev" = = ]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
        for ((i = 1; i < COMP_CWORD; i++)); do
          word=${COMP_WORDS[i]}
          case "$path $word" in
      """;

  private static final String TAIL =
      """
        if [ -n "$values$files" ]; then
          COMPREPLY=($(compgen ${files:+-f} -W "$values" -- "$cur"))
          case "${COMPREPLY[0]-}" in *:) compopt -o nospace 2>/dev/null ;; esac
          [ -z "$files" ] || compopt -o filenames 2>/dev/null
          __ltrim_colon_completions "$cur" 2>/dev/null || :
        fi
      }
      complete -F _complete_twobit twobit
      """;

  private BashCompletion() {}

  static String of(CompletionTree root) {
    StringBuilder text = new StringBuilder(HEAD);
    List<CompletionTree> below = root.all().subList(1, root.all().size());
    text.append("      ");
    text.append(String.join("|", below.stream().map(c -> quoted(c.path())).toList()));
    text.append(") path=\"$path $word\" ;;\n    esac\n  done\n");
    text.append("  case \"$path:$prev\" in\n");
    values(root).forEach((values, places) -> text.append(line(places, values)));
    text.append("    ").append(withValue(root)).append(") return ;; # any value\n");
    text.append("    *) case \"$path\" in\n");
    root.all().forEach(c -> text.append(command(c)));
    text.append("      esac\n");
    text.append("      case \"$cur\" in -*) values=$options files= ;;\n");
    text.append("        *) values=\"$commands $values\" ;; esac ;;\n  esac\n");
    return text.append(TAIL).toString();
  }

  /** Where values are known: options of a command, by the same values. */
  private static Map<CompletionValues, List<String>> values(CompletionTree root) {
    Map<CompletionValues, List<String>> places = new LinkedHashMap<>();
    for (CompletionTree command : root.all()) {
      for (CompletionTree.Option option : command.options()) {
        CompletionValues values = option.values();
        if (option.takesValue() && (values.files() || !values.words().isEmpty())) {
          places.computeIfAbsent(values, v -> new ArrayList<>()).addAll(places(command, option));
        }
      }
    }
    return places;
  }

  private static List<String> places(CompletionTree command, CompletionTree.Option option) {
    return option.names().stream().map(n -> quoted(command.path() + ":" + n)).toList();
  }

  /** All options that take a value, behind those of which more is known. */
  private static String withValue(CompletionTree root) {
    List<String> names = new ArrayList<>();
    root.all().stream()
        .flatMap(c -> c.options().stream())
        .filter(CompletionTree.Option::takesValue)
        .flatMap(o -> o.names().stream())
        .distinct()
        .forEach(n -> names.add("*:" + n));
    return String.join("|", names);
  }

  private static String line(List<String> places, CompletionValues values) {
    return "    " + String.join("|", places) + ") " + assigned(values) + " ;;\n";
  }

  private static String assigned(CompletionValues values) {
    return "values="
        + quoted(String.join(" ", values.words()))
        + (values.files() ? " files=1" : "");
  }

  private static String command(CompletionTree command) {
    List<String> options = command.options().stream().flatMap(o -> o.names().stream()).toList();
    List<String> words = new ArrayList<>();
    command.parameters().forEach(p -> words.addAll(p.values().words()));
    boolean files = command.parameters().stream().anyMatch(p -> p.values().files());
    String commands =
        String.join(" ", command.commands().stream().map(CompletionTree::name).toList());
    return "        "
        + quoted(command.path())
        + ") options="
        + quoted(String.join(" ", options))
        + (commands.isEmpty() ? "" : " commands=" + quoted(commands))
        + " "
        + assigned(new CompletionValues(words, files))
        + " ;;\n";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
