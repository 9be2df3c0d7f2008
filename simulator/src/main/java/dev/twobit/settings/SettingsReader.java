package dev.twobit.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.io.FileFailure;
import dev.twobit.io.TextFile;
import dev.twobit.json.Yaml;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.InvalidInputsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads one kind of YAML file by its JSON schema, which describes every key: what it decides, its
 * unit, what it may be and what it is when it is left out.
 */
public final class SettingsReader {
  private final JsonNode rules;
  private final Rule rule;
  private final String kind;

  /** Empty until it is needed: it takes longer to make than many a command runs. */
  private Optional<SchemaCheck> check = Optional.empty();

  /**
   * @param schema among the resources, as {@code search/schema.json}
   * @param kind what such a file is, for messages: {@code "a training recipe in YAML"}
   */
  public SettingsReader(String schema, String kind) {
    try {
      this.rules = Binding.parse(Resources.text(schema));
      this.rule = new Rule(SchemaBranches.joined(rules));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(schema + " is no JSON: " + e.getOriginalMessage(), e);
    }
    this.kind = kind;
  }

  /** Throws {@link InvalidInputException} naming file, line, key, what was found and expected. */
  public Document read(Path file) {
    return parse(String.valueOf(file), text(file));
  }

  /** The text of a file of this kind, not yet looked into. */
  public String text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file
              + (Files.isDirectory(file) ? ": is a directory" : ": no such file")
              + "; expected "
              + kind);
    }
    try {
      return TextFile.readYaml(file);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": " + FileFailure.reason(e), e);
    }
  }

  /**
   * @param file name for messages
   */
  public Document parse(String file, String text) {
    Document document = part(file, text);
    require(document);
    return document;
  }

  /** The same of a file that need not say all: not checked until {@link #require}. */
  public Document part(String file, String text) {
    Document document = document(file, text);
    SchemaValues.typed(rule, document.tree());
    return document;
  }

  /**
   * Values that were given one by one.
   *
   * @param source for messages; empty if they need none
   */
  public Document of(String source, Map<String, String> values) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    values.forEach(tree::put);
    Document document = new Document(source, tree, YamlLines.none(), rule);
    SchemaValues.typed(rule, tree);
    require(document);
    return document;
  }

  /**
   * What records hold, by the names of their components; {@link Document#as} gives them back.
   *
   * @param parts records of some keys each, or maps
   */
  public Document of(List<?> parts) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    parts.forEach(part -> tree.setAll((ObjectNode) Binding.tree(part)));
    return new Document("", tree, YamlLines.none(), rule);
  }

  /** Throws the errors that the schema finds, all of them. */
  public void require(Document document) {
    InvalidInputsException.throwAny(problems(document));
  }

  /** The errors that the schema finds, one of a place. */
  public List<InvalidInputException> problems(Document document) {
    return check().problems(document);
  }

  private synchronized SchemaCheck check() {
    SchemaCheck made = check.orElseGet(() -> new SchemaCheck(rules));
    check = Optional.of(made);
    return made;
  }

  /** Keys of the first level, in the order of the schema. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    rule.json().path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** Every key that such a file may have, those within others too, in the order of the schema. */
  public List<SchemaKey> allKeys() {
    return SchemaKey.within(rule, "");
  }

  /** All that a document says and its defaults, with what the schema says of each key above it. */
  public String described(Document document) {
    return DescribedYaml.of(rule, document.complete());
  }

  /** A text of this kind with what the schema says of each key in a comment above it. */
  public String annotated(String text) {
    Map<Integer, String> comments = new HashMap<>();
    YamlLines.of(text)
        .all()
        .forEach(
            (pointer, line) -> {
              Rule at = rule.at(pointer);
              if (!at.description().isEmpty()) {
                comments.put(line, DescribedYaml.comment(at));
              }
            });
    StringBuilder annotated = new StringBuilder();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (comments.containsKey(number)) {
        String indent = line.substring(0, line.length() - line.stripLeading().length());
        annotated.append(indent).append("# ").append(comments.get(number)).append('\n');
      }
      annotated.append(line).append('\n');
    }
    return annotated.toString();
  }

  /** What the schema says of each key of the first level, as {@link #described} has it. */
  public String description(String key) {
    return DescribedYaml.comment(rule.property(key));
  }

  private Document document(String file, String text) {
    try {
      YamlLines lines = YamlLines.of(text);
      JsonNode root = Yaml.parse(text);
      if (!(root instanceof ObjectNode keys)) {
        throw new InvalidInputException(file + ":1: found no keys; expected " + kind);
      }
      Document document = new Document(file, keys, lines, rule);
      requireOnce(document, lines);
      return document;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new InvalidInputException(file + ":" + line + ": not YAML: " + e.getProblem(), e);
    } catch (YAMLException e) {
      throw new InvalidInputException(file + ": not YAML: " + e.getMessage(), e);
    } catch (NumberFormatException e) {
      // SnakeYAML's, of an escape that the text ends in.
      throw new InvalidInputException(
          file + ": not YAML: found an escape without its digits, expected those after \\x or \\u",
          e);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new InvalidInputException(
          file + ":" + line + ": not YAML: " + e.getOriginalMessage(), e);
    }
  }

  /** YAML readers let the last of two equal keys win; here the first is likely the one meant. */
  private static void requireOnce(Document document, YamlLines lines) {
    lines
        .repeated()
        .forEach(
            (pointer, line) -> {
              throw document.problem(
                  pointer,
                  "key '" + Document.dotted(pointer) + "' is given twice; expected it once");
            });
  }
}
