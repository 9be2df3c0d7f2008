package dev.twobit.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twobit.network.InvalidInputException;
import java.util.stream.Collectors;

/** Values that the schema allows, as records. */
final class Binding {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addModule(new EnumWords())
          .build();

  private Binding() {}

  /** A value that its own type refuses is an error of its key; any other one is of the schema. */
  static <T> T bind(Document document, String pointer, JsonNode node, Class<T> type) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof InvalidInputException) {
        String at =
            pointer
                + e.getPath().stream()
                    .map(r -> "/" + r.getFieldName())
                    .collect(Collectors.joining());
        throw document.error(at, document.expected(at));
      }
      throw new IllegalStateException(
          type + " is not what the schema of " + document.file() + " allows: " + e, e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A text that comes with twobit, as a schema does. */
  static JsonNode parse(String json) throws JsonProcessingException {
    return MAPPER.readTree(json);
  }

  /** A record's components by the names of their keys. */
  static JsonNode tree(Object record) {
    return MAPPER.valueToTree(record);
  }
}
