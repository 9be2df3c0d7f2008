package dev.twobit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.json.VersionedJson;
import dev.twobit.results.RunResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The published schemas, one a file, and the page that shows them. */
final class JsonReference {
  private static final String FOLDER = "docs/reference/schemas/";
  private static final String HEAD =
      """


      What commands print with `--json`, and the JSON files of runs and simulations. Each is an object
      that begins with `schemaVersion`: %d, of runs of a search %d; it is raised when a key changes its
      meaning, its place or goes away. Keys that may be absent are null or left out. The schemas
      (draft 2020-12) name every key: a key that none of them names fails a test.
      """;

  private static final Pattern REFERENCE = Pattern.compile("#/\\$defs/(\\w+)");

  private JsonReference() {}

  static void requireWritten(Path root) throws IOException {
    Map<String, JsonNode> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    StringBuilder page =
        new StringBuilder("# JSON" + ReferencePagesTest.NOTE + "\n")
            .append(HEAD.strip().formatted(VersionedJson.SCHEMA_VERSION, RunResults.SCHEMA_VERSION))
            .append('\n');
    for (String output : JsonOutputs.names()) {
      ObjectNode schema = JsonOutputs.schema(output, root);
      String file = JsonOutputs.fileName(output);
      ReferencePagesTest.requireWritten(FOLDER + file, schema.toPrettyString() + "\n");
      JsonNode definitions = schema.path("$defs");
      definitions.properties().forEach(d -> types.putIfAbsent(d.getKey(), d.getValue()));
      page.append("\n## ").append(output.startsWith("twobit") ? output + " --json" : output);
      page.append("\n\n[Schema](schemas/").append(file).append(").\n");
      if (schema.has("anyOf")) {
        schema
            .get("anyOf")
            .forEach(form -> page.append("\nEither:\n\n").append(table(form, types)));
      } else {
        page.append('\n').append(table(schema, types));
      }
    }
    page.append("\n## Types\n");
    types.forEach((name, type) -> page.append(section(name, type, types)));
    ReferencePagesTest.requireWritten("docs/reference/json.md", page.toString());
  }

  private static String section(String name, JsonNode type, Map<String, JsonNode> types) {
    StringBuilder text = new StringBuilder("\n### ").append(name).append("\n\n");
    String told = type.path("description").asText();
    if (!told.isEmpty()) {
      text.append(ReferencePagesTest.cell(told)).append("\n\n");
    }
    return text.append(type.has("properties") ? table(type, types) : type(type) + ".\n").toString();
  }

  private static String table(JsonNode object, Map<String, JsonNode> types) {
    StringBuilder text = new StringBuilder("| key | type | meaning |\n|---|---|---|\n");
    for (Map.Entry<String, JsonNode> key : object.path("properties").properties()) {
      text.append("| `").append(key.getKey()).append("` | ");
      text.append(type(key.getValue()).replace("|", "\\|")).append(" | ");
      text.append(ReferencePagesTest.cell(meaning(key.getValue(), types)));
      text.append(" |\n");
    }
    return text.toString().replace("  |", " |");
  }

  /** Its own, else that of the type it is of. */
  private static String meaning(JsonNode key, Map<String, JsonNode> types) {
    String own = key.path("description").asText();
    Matcher reference = REFERENCE.matcher(key.toString());
    return own.isEmpty() && reference.find()
        ? types.getOrDefault(reference.group(1), key).path("description").asText()
        : own;
  }

  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      String name = REFERENCE.matcher(schema.get("$ref").asText()).replaceAll("$1");
      return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
    }
    if (schema.has("anyOf")) {
      List<String> either = new ArrayList<>();
      schema.get("anyOf").forEach(one -> either.add(type(one)));
      return String.join(" or ", either);
    }
    if (schema.has("const")) {
      return "`" + schema.get("const").asText() + "`";
    }
    if (schema.has("enum")) {
      List<String> words = new ArrayList<>();
      schema.get("enum").forEach(word -> words.add("`" + word.asText() + "`"));
      return "one of " + String.join(", ", words);
    }
    if (schema.path("type").isArray()) {
      return schema.at("/type/0").asText() + " or null";
    }
    return switch (schema.path("type").asText()) {
      case "array" -> "list of " + type(schema.path("items"));
      case "object" ->
          schema.has("additionalProperties") && schema.get("additionalProperties").isObject()
              ? "object of " + type(schema.get("additionalProperties"))
              : "object";
      case "" -> "any";
      default -> schema.path("type").asText();
    };
  }
}
