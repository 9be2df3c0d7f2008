package dev.twobit.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.io.Suggestion;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * What a schema says of one key.
 *
 * @param json its part of the schema
 */
record Rule(JsonNode json) {

  /** What it decides, one sentence; empty if the schema does not say. */
  String description() {
    return json.path("description").asText();
  }

  /** The unit of its number; empty if it has none. */
  String unit() {
    return json.path("unit").asText();
  }

  Rule property(String key) {
    return new Rule(json.path("properties").path(key));
  }

  /**
   * @param pointer of a key, as {@code /buffer/banks}
   */
  Rule at(String pointer) {
    Rule at = this;
    for (String key : pointer.substring(1).split("/", -1)) {
      at = at.property(key);
    }
    return at;
  }

  boolean isObject() {
    return json.path("properties").isObject();
  }

  /** Whether its value comes with its source. */
  boolean isFigure() {
    return json.path("required").toString().equals("[\"value\",\"source\"]");
  }

  /** Of a figure the rule of its value, else this one. */
  Rule value() {
    return isFigure() ? property("value") : this;
  }

  /** Keys within, by letter. */
  TreeSet<String> keys() {
    TreeSet<String> keys = new TreeSet<>();
    json.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** What may be written, for messages and for people who ask what there is. */
  String expected() {
    if (json.has("examples")) {
      return String.join(" or ", texts("examples"));
    }
    if (json.has("enum")) {
      return String.join(" | ", texts("enum"));
    }
    if (json.has("const")) {
      return json.get("const").asText();
    }
    return switch (json.path("type").asText()) {
      case "boolean" -> "true | false";
      case "integer" -> "a whole number" + range();
      case "number" -> "a number" + range();
      case "string" -> words();
      case "array" -> "a list: each " + new Rule(json.path("items")).expected();
      default -> isFigure() ? "{value: ..., source: ...}" : "keys and their values";
    };
  }

  /** The nearest word, if only some are allowed. */
  String nearest(JsonNode found) {
    return found.isTextual() ? Suggestion.nearest(found.asText(), texts("enum")) : "";
  }

  private String range() {
    JsonNode least = json.path("minimum");
    JsonNode above = json.path("exclusiveMinimum");
    JsonNode most = json.path("maximum");
    if (!least.isMissingNode() && !most.isMissingNode()) {
      return " from " + number(least) + " to " + number(most);
    }
    String from =
        !least.isMissingNode()
            ? " of at least " + number(least)
            : above.isMissingNode() ? "" : " above " + number(above);
    String to = most.isMissingNode() ? "" : " of at most " + number(most);
    return from.isEmpty() || to.isEmpty() ? from + to : from + ", at most " + number(most);
  }

  private String words() {
    return json.has("pattern")
        ? "text that matches " + json.get("pattern").asText()
        : json.path("minLength").asInt() > 0 ? "some text" : "text";
  }

  private List<String> texts(String list) {
    return StreamSupport.stream(json.path(list).spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private static String number(JsonNode node) {
    return Canonical.number(node.asDouble());
  }
}
