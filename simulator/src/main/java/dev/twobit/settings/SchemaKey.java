package dev.twobit.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a schema says of a key, for people who look it up.
 *
 * @param key dotted, as {@code buffer.banks}
 * @param meaning what it decides
 * @param unit of its number; empty if it has none
 * @param allowed what it may be, in words; empty of a key that only holds others
 * @param leftOut what it is if it is left out; empty if the schema names no such value
 * @param style the one style of accelerators that has it; empty if all have
 */
public record SchemaKey(
    String key, String meaning, String unit, String allowed, String leftOut, String style) {
  /** Where {@link SchemaBranches} keeps the style. */
  static final String BRANCH = "x-style";

  static List<SchemaKey> within(Rule rule, String path) {
    List<SchemaKey> keys = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : rule.json().path("properties").properties()) {
      Rule own = new Rule(entry.getValue());
      String key = path + entry.getKey();
      boolean holdsKeys = own.isObject() && !own.isFigure();
      keys.add(
          new SchemaKey(
              key,
              own.description(),
              own.unit(),
              holdsKeys ? "" : own.value().expected(),
              holdsKeys ? "" : Canonical.text(own.json().path("default")),
              own.json().path(BRANCH).asText()));
      if (holdsKeys) {
        keys.addAll(within(own, key + "."));
      }
    }
    return keys;
  }
}
