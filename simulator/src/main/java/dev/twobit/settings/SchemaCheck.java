package dev.twobit.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Holds a document against its JSON schema; the first violation becomes one line. */
final class SchemaCheck {
  private final JsonNode rules;
  private final Schema schema;

  SchemaCheck(JsonNode rules) {
    this.rules = rules;
    Dialect dialect =
        Dialect.builder(Dialects.getDraft202012()).keyword(new AnnotationKeyword("unit")).build();
    this.schema = SchemaRegistry.withDialect(dialect).getSchema(rules);
  }

  void require(Document document) {
    List<Error> errors = schema.validate(document.tree());
    errors.stream()
        .min(Comparator.comparingInt(e -> rank(e) * 100_000 + document.line(pointer(e))))
        .ifPresent(
            e -> {
              throw error(document, e);
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

  private InvalidInputException error(Document document, Error e) {
    String at = pointer(e);
    Rule rule = owner(e);
    switch (e.getKeyword()) {
      case "additionalProperties":
        String unknown = String.valueOf(e.getProperty());
        TreeSet<String> known = rule.keys();
        return document.problem(
            at + "/" + unknown,
            "unknown key '"
                + unknown
                + "'"
                + document.within(at)
                + "; "
                + Suggestion.among(unknown, known));
      case "required":
        return document.missing(at + "/" + e.getProperty());
      default:
        return document.error(at, rule.expected() + rule.nearest(e.getInstanceNode()));
    }
  }

  /** The part of the schema that the violated rule stands in. */
  private Rule owner(Error e) {
    String location = String.valueOf(e.getSchemaLocation());
    return new Rule(
        rules.at(location.substring(location.indexOf('#') + 1, location.lastIndexOf('/'))));
  }

  /** {@code /array/atomicChannels}. */
  private static String pointer(Error e) {
    String text = String.valueOf(e.getInstanceLocation());
    return text.startsWith("$") ? text.substring(1).replace('.', '/') : text;
  }
}
