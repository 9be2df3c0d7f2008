package dev.twobit.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;

/**
 * A schema for those who look keys up: where other keys belong to another style ({@code if}, {@code
 * then}, {@code else} with a {@code $ref} each), the keys of all styles stand together, in the
 * order of the branches; and a key whose values are described elsewhere ({@code $ref}) has that
 * description as its own.
 */
final class SchemaBranches {
  private SchemaBranches() {}

  static JsonNode joined(JsonNode schema) {
    JsonNode joined = schema.deepCopy();
    join(joined, joined);
    return joined;
  }

  private static void join(JsonNode root, JsonNode node) {
    if (node instanceof ObjectNode rule && rule.has("then")) {
      ObjectNode keys = rule.withObject("/properties");
      for (String branch : new String[] {"else", "then"}) {
        JsonNode target = root.at(rule.at("/" + branch + "/$ref").asText().replace("#", ""));
        target
            .path("properties")
            .properties()
            .forEach(
                key -> {
                  if (!keys.has(key.getKey())) {
                    keys.set(key.getKey(), ofBranch(target, key.getValue()));
                  }
                });
      }
    }
    if (node instanceof ObjectNode key && key.path("$ref").asText().startsWith("#/")) {
      for (Map.Entry<String, JsonNode> shared :
          root.at(key.get("$ref").asText().substring(1)).properties()) {
        if (!key.has(shared.getKey())) {
          key.set(shared.getKey(), shared.getValue());
        }
      }
    }
    for (Iterator<JsonNode> children = node.elements(); children.hasNext(); ) {
      join(root, children.next());
    }
  }

  private static JsonNode ofBranch(JsonNode branch, JsonNode key) {
    ObjectNode named = key.deepCopy();
    named.put(SchemaKey.BRANCH, branch.at("/properties/style/const").asText());
    return named;
  }
}
