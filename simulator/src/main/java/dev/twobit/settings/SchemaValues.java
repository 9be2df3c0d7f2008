package dev.twobit.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Pattern;

/** Values as the schema wants them: text that reads as a number is one, and what is left out. */
final class SchemaValues {
  private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,18}");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?");

  private SchemaValues() {}

  /** Quoted, or given on a command line, a number is text; what is none stays as it is. */
  static JsonNode typed(Rule rule, JsonNode value) {
    if (value instanceof ObjectNode keys && rule.isObject()) {
      for (Map.Entry<String, JsonNode> entry : keys.properties()) {
        entry.setValue(typed(rule.property(entry.getKey()), entry.getValue()));
      }
      return keys;
    }
    if (value instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, typed(new Rule(rule.json().path("items")), list.get(i)));
      }
      return list;
    }
    String text = value.isTextual() ? value.asText().strip() : "";
    return switch (rule.json().path("type").asText()) {
      case "integer" -> whole(number(text, value));
      case "number" -> number(text, value);
      case "boolean" ->
          text.equals("true") || text.equals("false")
              ? BooleanNode.valueOf(text.equals("true"))
              : value;
      default -> value;
    };
  }

  private static JsonNode number(String text, JsonNode otherwise) {
    if (WHOLE.matcher(text).matches()) {
      return LongNode.valueOf(Long.parseLong(text));
    }
    return NUMBER.matcher(text).matches()
        ? DoubleNode.valueOf(Double.parseDouble(text))
        : otherwise;
  }

  /** {@code 10.0} is 10. */
  private static JsonNode whole(JsonNode value) {
    double number = value.isDouble() ? value.asDouble() : Double.NaN;
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? LongNode.valueOf((long) number)
        : value;
  }

  /** Keys that were left out get the schema's default, where it has one. */
  static void fill(Rule rule, ObjectNode keys) {
    for (Map.Entry<String, JsonNode> entry : rule.json().path("properties").properties()) {
      JsonNode absent = entry.getValue().path("default");
      if (!keys.has(entry.getKey()) && !absent.isMissingNode()) {
        keys.set(entry.getKey(), absent.deepCopy());
      }
      if (keys.get(entry.getKey()) instanceof ObjectNode within) {
        fill(new Rule(entry.getValue()), within);
      }
    }
  }
}
