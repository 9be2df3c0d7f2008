package dev.twobit.settings;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Where each key of a YAML document stands, by JSON pointer. */
final class YamlLines {
  /** Says which scalars are numbers, and holds nothing else: one is enough for all texts. */
  private static final Resolver RESOLVER = new Resolver();

  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<String, Integer> repeated = new LinkedHashMap<>();

  private YamlLines() {}

  /** What is not from a file has none. */
  static YamlLines none() {
    return new YamlLines();
  }

  static YamlLines of(String text) {
    YamlLines result = new YamlLines();
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(0); // a short text could make a node without end of them
    Node root =
        new Composer(new ParserImpl(new StreamReader(text), options), RESOLVER, options)
            .getSingleNode();
    if (root != null) {
      result.lines.put("", 1);
      result.collect("", root);
    }
    return result;
  }

  /**
   * 1-based line of the key at {@code pointer}, or of its nearest ancestor; 0 if there are none.
   */
  int line(String pointer) {
    String at = pointer;
    while (!at.isEmpty() && !lines.containsKey(at)) {
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return lines.getOrDefault(at, 0);
  }

  /** Pointers of all keys, with their lines. */
  Map<String, Integer> all() {
    Map<String, Integer> all = new HashMap<>(lines);
    all.remove("");
    return all;
  }

  /** Pointers of keys given more than once, with the line of the repetition. */
  Map<String, Integer> repeated() {
    return Collections.unmodifiableMap(repeated);
  }

  private void collect(String pointer, Node node) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key) {
          String child = pointer + "/" + key.getValue();
          int line = key.getStartMark().getLine() + 1;
          if (lines.put(child, line) != null) {
            repeated.putIfAbsent(child, line);
          }
          collect(child, entry.getValueNode());
        }
      }
    }
  }
}
