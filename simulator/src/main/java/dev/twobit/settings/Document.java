package dev.twobit.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.network.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a file says and where it says it, as {@link SettingsReader} found it to be right. Its errors
 * are one line of file, line, key, what was found and what was expected; what was not read from a
 * file is named without line.
 */
public final class Document {
  private final String file;
  private final ObjectNode tree;
  private final YamlLines lines;
  private final Rule rule;

  Document(String file, ObjectNode tree, YamlLines lines, Rule rule) {
    this.file = file;
    this.tree = tree;
    this.lines = lines;
    this.rule = rule;
  }

  /** Name for messages; empty if the values were given one by one. */
  public String file() {
    return file;
  }

  /** All keys and values; whoever changes them takes a copy and {@link #with}. */
  public ObjectNode tree() {
    return tree;
  }

  /** Other values in the same places; not checked until {@link SettingsReader#require}. */
  public Document with(String newFile, ObjectNode newTree) {
    return new Document(newFile, newTree, lines, rule);
  }

  /** These keys, and of others what they are based on has. */
  public Document over(Document base) {
    ObjectNode both = base.tree.deepCopy();
    both.setAll(tree);
    return with(file, both);
  }

  /** All of it as a record. */
  public <T> T as(Class<T> type) {
    return at("", type);
  }

  /**
   * A part of it as a record, whose components have the names of the keys.
   *
   * @param pointer as {@code /optimizer}
   */
  public <T> T at(String pointer, Class<T> type) {
    return Binding.bind(this, pointer, complete().at(pointer), type);
  }

  /** With the schema's defaults where keys were left out. */
  ObjectNode complete() {
    ObjectNode complete = tree.deepCopy();
    SchemaValues.fill(rule, complete);
    return complete;
  }

  /** Every key of the first level with the one text of its value, in the order of the schema. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    rule.json()
        .path("properties")
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (tree.has(key)) {
                texts.put(key, Canonical.text(tree.get(key)));
              }
            });
    return texts;
  }

  /** An error if a key of the schema's first level is missing. */
  public Document requireAll() {
    rule.json()
        .path("properties")
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!tree.has(key)) {
                throw missing("/" + key);
              }
            });
    return this;
  }

  /**
   * @param pointer of the key that is wrong, as {@code /learningRate/peak}
   * @param expected what it should have been
   */
  public InvalidInputException error(String pointer, String expected) {
    return problem(
        pointer,
        (pointer.isEmpty() ? "the file" : "'" + dotted(pointer) + "'")
            + ": found "
            + brief(tree.at(pointer))
            + ", expected "
            + expected);
  }

  /** An error that says what is wrong in its own words. */
  public InvalidInputException problem(String pointer, String problem) {
    int line = line(pointer);
    return new InvalidInputException(
        (file.isEmpty() ? "" : file + (line > 0 ? ":" + line : "") + ": ") + problem);
  }

  InvalidInputException missing(String pointer) {
    int last = pointer.lastIndexOf('/');
    return problem(
        pointer,
        "key '"
            + pointer.substring(last + 1)
            + "' is missing"
            + within(pointer.substring(0, last))
            + "; expected it");
  }

  /** Where a key is unknown or missing; nothing if there is only one place. */
  String within(String pointer) {
    if (!pointer.isEmpty()) {
      return " in '" + dotted(pointer) + "'";
    }
    return lines.line("") > 0 ? " in the file" : "";
  }

  /** What the key at {@code pointer} may be. */
  String expected(String pointer) {
    return rule.at(pointer).expected();
  }

  int line(String pointer) {
    return lines.line(pointer);
  }

  static String dotted(String pointer) {
    return pointer.substring(1).replace('/', '.');
  }

  private static String brief(JsonNode node) {
    String text = String.valueOf(node);
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
