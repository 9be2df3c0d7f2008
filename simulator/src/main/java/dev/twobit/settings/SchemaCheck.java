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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Holds a document against its JSON schema; every violation becomes one line. */
final class SchemaCheck {
  private static final int OF_STYLE = 0;

  private final JsonNode rules;
  private final Schema schema;

  SchemaCheck(JsonNode rules) {
    this.rules = rules;
    Dialect dialect =
        Dialect.builder(Dialects.getDraft202012()).keyword(new AnnotationKeyword("unit")).build();
    this.schema = SchemaRegistry.withDialect(dialect).getSchema(rules);
  }

  /** What is wrong, unknown keys first, else in the order of the lines. */
  List<InvalidInputException> problems(Document document) {
    List<Error> errors = new ArrayList<>(schema.validate(document.tree()));
    errors.sort(Comparator.comparingInt(e -> rank(e) * 100_000 + document.line(pointer(e))));
    if (!errors.isEmpty() && rank(errors.get(0)) == OF_STYLE) {
      errors.removeIf(e -> rank(e) != OF_STYLE); // of another style, other keys are right
    }
    Map<String, InvalidInputException> problems = new LinkedHashMap<>();
    Map<String, List<String>> meant = meant(errors);
    for (Error e : errors) {
      if (!isMisspelled(e, meant)) {
        problems.putIfAbsent(place(e), error(document, e));
      }
    }
    return List.copyOf(problems.values());
  }

  /** Of one place the first violation says enough. */
  private static String place(Error e) {
    return e.getProperty() == null ? pointer(e) : pointer(e) + "/" + e.getProperty();
  }

  /** Whether a key is missing because it is there under a name much like it. */
  private static boolean isMisspelled(Error missing, Map<String, List<String>> meant) {
    return missing.getKeyword().equals("required")
        && meant.getOrDefault(pointer(missing), List.of()).stream()
            .anyMatch(near -> near.contains("'" + missing.getProperty() + "'"));
  }

  /** What unknown keys are like, by the place they stand in. */
  private Map<String, List<String>> meant(List<Error> errors) {
    Map<String, List<String>> meant = new HashMap<>();
    for (Error e : errors) {
      if (e.getKeyword().equals("additionalProperties")) {
        meant
            .computeIfAbsent(pointer(e), at -> new ArrayList<>())
            .add(Suggestion.nearest(String.valueOf(e.getProperty()), owner(e).keys()));
      }
    }
    return meant;
  }

  /** The style says which keys belong to the array; an unknown key explains a missing one. */
  private static int rank(Error e) {
    boolean ofStyle = pointer(e).endsWith("/style") || "style".equals(e.getProperty());
    if (ofStyle && !e.getKeyword().equals("additionalProperties")) {
      return OF_STYLE;
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
