package dev.twobit.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.Map;

/**
 * How records are written as JSON and read again; keys are the record components, constants of an
 * enum are words as in hardware files: {@code mid_rise}.
 */
public final class Json {
  private static final JsonMapper PLAIN =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new EnumText())
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  /** Constants of an enum by their names: what is kept by its hash was kept by these. */
  private static final ObjectWriter HASHED =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build()
          .writer();

  /** Leaves absent optionals out and takes nothing for what it is not. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new EnumText())
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .serializationInclusion(JsonInclude.Include.NON_ABSENT)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private static final ObjectWriter LINE = PLAIN.writer();
  private static final ObjectWriter INDENTED = PLAIN.writerWithDefaultPrettyPrinter();
  private static final ObjectWriter PRESENT = STRICT.writerWithDefaultPrettyPrinter();
  private static final ObjectReader READER = PLAIN.reader();
  private static final ObjectReader COMPLETE_READER =
      READER.with(
          DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
          DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
  private static final ObjectReader STRICT_READER = STRICT.reader();

  private Json() {}

  /** On one line; absent optionals are null. */
  public static String line(Object value) {
    return text(LINE, value);
  }

  /** Indented, without a line end; absent optionals are null. */
  public static String indented(Object value) {
    return text(INDENTED, value);
  }

  /** Indented, without a line end; absent optionals are left out. */
  public static String present(Object value) {
    return text(PRESENT, value);
  }

  /** The value as a tree; absent optionals are null. */
  public static JsonNode tree(Object value) {
    return PLAIN.valueToTree(value);
  }

  /** The text as a tree. */
  public static JsonNode parse(String text) throws JsonProcessingException {
    return READER.readTree(text);
  }

  /** What a log or file of this program has at a node; what is missing there is null or 0. */
  public static <T> T value(JsonNode node, Class<T> type) throws JsonProcessingException {
    return READER.treeToValue(node, type);
  }

  /** What a text of this program says; nothing may be missing but what is optional. */
  public static <T> T complete(String text, Class<T> type) throws JsonProcessingException {
    return COMPLETE_READER.forType(type).readValue(text);
  }

  /** The value as a tree; absent optionals are left out. */
  public static JsonNode presentTree(Object value) {
    return STRICT.valueToTree(value);
  }

  /** The text as a tree; nothing may stand behind it. */
  public static JsonNode strictTree(String text) throws JsonProcessingException {
    return STRICT_READER.readTree(text);
  }

  /** What a text of anybody says; nothing may be missing, or taken for what it is not. */
  public static <T> T strict(String text, Class<T> type) throws JsonProcessingException {
    return STRICT_READER.forType(type).readValue(text);
  }

  /**
   * The value as a tree whose keys are sorted on every level, for hashes; absent optionals are
   * null, constants of an enum have their names.
   */
  public static JsonNode sorted(Object value) {
    try {
      return sorted(parse(text(HASHED, value)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot read what was written: " + e.getOriginalMessage(), e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> sorted.add(sorted(item)));
      return sorted;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode sorted = JsonNodeFactory.instance.objectNode();
      object.properties().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry -> sorted.set(entry.getKey(), sorted(entry.getValue())));
      return sorted;
    }
    return node;
  }

  private static String text(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write as JSON: " + e.getOriginalMessage(), e);
    }
  }
}
