package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds JSON against the schema of its command or file. */
final class JsonSchemaCheck {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDialect(
          Dialect.builder(Dialects.getDraft202012())
              .keyword(new AnnotationKeyword("unit"))
              .build());
  private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private JsonSchemaCheck() {}

  static List<String> errors(String output, JsonNode json) {
    return SCHEMAS
        .computeIfAbsent(
            output, name -> REGISTRY.getSchema(JsonOutputs.schema(name, Path.of(".."))))
        .validate(json)
        .stream()
        .map(Object::toString)
        .toList();
  }

  static void require(String output, JsonNode json) {
    List<String> errors = errors(output, json);
    assertThat(errors.stream().limit(5)).as("JSON of %s against its schema", output).isEmpty();
  }
}
