package dev.twobit.training;

import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The keys of a YAML file, nested ones with dots; errors name file, line and key. */
public final class YamlKeys {
  private final String file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  private record Entry(String text, List<String> items, int line) {}

  private YamlKeys(String file) {
    this.file = file;
  }

  public static YamlKeys parse(String file, String text) {
    YamlKeys keys = new YamlKeys(file);
    try {
      Node root = new Yaml(new SafeConstructor(options())).compose(new StringReader(text));
      if (!(root instanceof MappingNode mapping)) {
        throw new InvalidInputException(file + ":1: found no keys, expected some");
      }
      keys.collect("", mapping);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new InvalidInputException(
          file + ":" + line + ": not YAML: " + String.valueOf(e.getProblem()), e);
    } catch (YAMLException e) {
      throw new InvalidInputException(file + ": not YAML: " + e.getMessage(), e);
    }
    return keys;
  }

  /** No aliases: with them a short text could make a node without end, or of billions of keys. */
  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    return options;
  }

  private void collect(String prefix, MappingNode mapping) {
    for (NodeTuple tuple : mapping.getValue()) {
      int line = tuple.getKeyNode().getStartMark().getLine() + 1;
      String key =
          prefix + (tuple.getKeyNode() instanceof ScalarNode k ? k.getValue() : "(no text)");
      Node value = tuple.getValueNode();
      if (value instanceof MappingNode nested) {
        collect(key + ".", nested);
      } else if (entries.put(key, entry(value, line)) != null) {
        throw new InvalidInputException(
            file + ":" + line + ": key '" + key + "' is given twice; expected it once");
      }
    }
  }

  private static Entry entry(Node value, int line) {
    if (value instanceof SequenceNode sequence) {
      List<String> items =
          sequence.getValue().stream()
              .map(n -> n instanceof ScalarNode s ? s.getValue() : "a nested value")
              .toList();
      return new Entry(items.toString(), items, line);
    }
    String text = value instanceof ScalarNode s ? s.getValue() : "";
    return new Entry(text, List.of(text), line);
  }

  /** The text of every key, in the file's order. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    entries.forEach((key, entry) -> texts.put(key, entry.text));
    return texts;
  }

  /** Line of a key, 1-based; 0 if there is none. */
  public int line(String key) {
    Entry entry = entries.get(key);
    return entry == null ? 0 : entry.line;
  }

  double number(String key, double least, double most, double absent) {
    Entry entry = find(key);
    return entry == null ? absent : number(key, entry, entry.text, least, most);
  }

  int integer(String key, int least, int most, int absent) {
    Entry entry = find(key);
    return entry == null ? absent : (int) whole(key, entry, entry.text, least, most);
  }

  List<Integer> integers(String key, int least, int most) {
    Entry entry = find(key);
    return entry == null
        ? List.of()
        : entry.items.stream().map(i -> (int) whole(key, entry, i, least, most)).toList();
  }

  boolean flag(String key, boolean absent) {
    Entry entry = find(key);
    if (entry == null) {
      return absent;
    }
    if (!entry.text.equals("true") && !entry.text.equals("false")) {
      throw wrong(key, entry, entry.text, "true or false");
    }
    return entry.text.equals("true");
  }

  String word(String key, List<String> words, String absent) {
    Entry entry = find(key);
    if (entry == null) {
      return absent;
    }
    if (!words.contains(entry.text)) {
      throw wrong(key, entry, entry.text, String.join(", ", words));
    }
    return entry.text;
  }

  String text(String key, String absent) {
    Entry entry = find(key);
    return entry == null ? absent : entry.text;
  }

  /** An error if a key is missing. */
  void require(String... keys) {
    for (String key : keys) {
      if (!entries.containsKey(key)) {
        throw new InvalidInputException(file + ": found no key '" + key + "', expected it");
      }
    }
  }

  /** An error if there is a key that nobody asked for. */
  void requireAllKnown() {
    entries.forEach(
        (key, entry) -> {
          if (!known.contains(key)) {
            throw new InvalidInputException(
                file
                    + ":"
                    + entry.line
                    + ": key '"
                    + key
                    + "' is not known"
                    + Suggestion.nearest(key, known));
          }
        });
  }

  private @org.jspecify.annotations.Nullable Entry find(String key) {
    known.add(key);
    return entries.get(key);
  }

  private double number(String key, Entry entry, String text, double least, double most) {
    try {
      double value = Double.parseDouble(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, with numbers out of range
    }
    throw wrong(key, entry, text, "a number from " + least + " to " + most);
  }

  private double whole(String key, Entry entry, String text, int least, int most) {
    double value = number(key, entry, text, least, most);
    if (value != Math.rint(value)) {
      throw wrong(key, entry, text, "a whole number");
    }
    return value;
  }

  private InvalidInputException wrong(String key, Entry entry, String text, String expected) {
    return new InvalidInputException(
        file + ":" + entry.line + ": " + key + ": found '" + text + "', expected " + expected);
  }
}
