package dev.twobit.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Values as YAML that can be read again, above each key what the schema says of it. */
final class DescribedYaml {
  private static final String PLAIN = "[A-Za-z][A-Za-z0-9_ ().,;+/%-]*";
  private static final List<String> NO_TEXT = List.of("true", "false", "null", "yes", "no");

  private DescribedYaml() {}

  static String of(Rule rule, ObjectNode keys) {
    StringBuilder text = new StringBuilder();
    write(rule, keys, "", text);
    return text.toString();
  }

  private static void write(Rule rule, ObjectNode keys, String indent, StringBuilder text) {
    for (Map.Entry<String, JsonNode> entry : rule.json().path("properties").properties()) {
      JsonNode value = keys.path(entry.getKey());
      if (value.isMissingNode()) {
        continue;
      }
      Rule own = new Rule(entry.getValue());
      text.append(indent).append("# ").append(comment(own)).append('\n');
      text.append(indent).append(entry.getKey()).append(':');
      if (value instanceof ObjectNode within && own.isObject()) {
        text.append('\n');
        write(own, within, indent + "  ", text);
      } else {
        text.append(' ').append(value(value)).append('\n');
      }
    }
  }

  /** What it decides; its unit; what it may be. */
  static String comment(Rule rule) {
    Rule value = rule.value();
    String expected = value.isObject() ? "" : value.expected();
    return Stream.of(rule.description(), rule.unit(), expected)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String value(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(DescribedYaml::value)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    String text = Canonical.text(value);
    boolean plain =
        !value.isTextual() || text.matches(PLAIN) && !NO_TEXT.contains(text) && !text.endsWith(" ");
    return plain ? text : value.toString();
  }
}
