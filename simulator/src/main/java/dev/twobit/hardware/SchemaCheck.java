package dev.twobit.hardware;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Holds a document against the JSON schema; the first violation becomes one line. */
final class SchemaCheck {
  private final Schema schema;
  private final JsonNode rules;

  SchemaCheck(String schemaText) {
    try {
      this.rules = new ObjectMapper().readTree(schemaText);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema is no JSON: " + e.getOriginalMessage(), e);
    }
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schemaText, InputFormat.JSON);
  }

  void require(String file, JsonNode document, YamlLines lines) {
    List<Error> errors = schema.validate(document);
    errors.stream()
        .min(Comparator.comparingInt(e -> rank(e) * 100_000 + lines.line(pointer(e))))
        .ifPresent(
            e -> {
              throw error(file, e, lines);
            });
  }

  /** The style says which keys belong to the array; an unknown key explains a missing one. */
  private static int rank(Error e) {
    boolean ofStyle = pointer(e).endsWith("/style") || "style".equals(e.getProperty());
    if (ofStyle && !e.getKeyword().equals("additionalProperties")) {
      return 0;
    }
    return e.getKeyword().equals("additionalProperties") ? 1 : 2;
  }

  private InvalidInputException error(String file, Error e, YamlLines lines) {
    String at = pointer(e);
    JsonNode rule = e.getSchemaNode();
    JsonNode found = e.getInstanceNode();
    String key = at.isEmpty() ? "the file" : "'" + at.substring(1).replace('/', '.') + "'";
    String where = at;
    String problem;
    switch (e.getKeyword()) {
      case "additionalProperties" -> {
        String unknown = String.valueOf(e.getProperty());
        where = at + "/" + unknown;
        TreeSet<String> known = knownKeys(e);
        problem =
            "unknown key '"
                + unknown
                + "' in "
                + key
                + Suggestion.nearest(unknown, known)
                + "; expected one of "
                + known;
      }
      case "required" ->
          problem = "key '" + e.getProperty() + "' is missing in " + key + "; expected it";
      case "enum" ->
          problem = key + ": found " + found + ", expected one of " + rule + hint(found, rule);
      default -> problem = key + ": found " + brief(found) + ", expected " + expected(e);
    }
    return new InvalidInputException(file + ":" + lines.line(where) + ": " + problem);
  }

  private String expected(Error e) {
    JsonNode rule = e.getSchemaNode();
    return switch (e.getKeyword()) {
      case "type" -> isFigure(e) ? "{value: ..., source: ...}" : rule.asText();
      case "minimum" -> "at least " + rule;
      case "exclusiveMinimum" -> "more than " + rule;
      case "maximum" -> "at most " + rule;
      case "minLength" -> "some text";
      case "pattern" -> "text that matches " + rule.asText();
      default -> "otherwise: it " + e.getMessage();
    };
  }

  /** Whether the violated rule is of a figure, which comes with its source. */
  private boolean isFigure(Error e) {
    return owner(e).path("required").toString().equals("[\"value\",\"source\"]");
  }

  private static String hint(JsonNode found, JsonNode rules) {
    TreeSet<String> known = new TreeSet<>();
    rules.forEach(r -> known.add(r.asText()));
    return Suggestion.nearest(found.asText(), known);
  }

  /** Keys that the schema names beside the violated 'additionalProperties'. */
  private TreeSet<String> knownKeys(Error e) {
    TreeSet<String> known = new TreeSet<>();
    owner(e).path("properties").fieldNames().forEachRemaining(known::add);
    return known;
  }

  /** The part of the schema that the violated rule stands in. */
  private JsonNode owner(Error e) {
    String location = String.valueOf(e.getSchemaLocation());
    return rules.at(location.substring(location.indexOf('#') + 1, location.lastIndexOf('/')));
  }

  private static String brief(JsonNode node) {
    String text = String.valueOf(node);
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  /** {@code /array/atomicChannels}. */
  private static String pointer(Error e) {
    String text = String.valueOf(e.getInstanceLocation());
    return text.startsWith("$") ? text.substring(1).replace('.', '/') : text;
  }
}
