package dev.twobit.cli;

import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The JSON Schema of what Jackson writes of a type, asked of the serializers themselves: an object
 * of just its keys, each of a type, absent optionals null or left out.
 */
final class JsonSchemaOfType {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module()).build();

  private static final Set<Class<?>> INTEGERS =
      Set.of(
          int.class,
          long.class,
          short.class,
          byte.class,
          Integer.class,
          Long.class,
          Short.class,
          Byte.class,
          BigInteger.class);
  private static final Set<Class<?>> NUMBERS =
      Set.of(double.class, float.class, Double.class, Float.class);

  private final RecordDocs docs;

  /** Of named types, by their names; in the order met. */
  private final Map<String, ObjectNode> definitions = new LinkedHashMap<>();

  private final Map<String, Class<?>> named = new LinkedHashMap<>();

  JsonSchemaOfType(RecordDocs docs) {
    this.docs = docs;
  }

  Map<String, ObjectNode> definitions() {
    return definitions;
  }

  /** Of a type: itself, or a reference to one of the definitions. */
  ObjectNode of(Type type) {
    return schema(TypeFactory.defaultInstance().constructType(type));
  }

  private ObjectNode schema(JavaType type) {
    Class<?> raw = type.getRawClass();
    if (INTEGERS.contains(raw)) {
      return typed("integer");
    }
    if (NUMBERS.contains(raw)) {
      return typed("number");
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return typed("boolean");
    }
    if (raw == String.class || raw == Path.class) {
      return typed("string");
    }
    if (raw == OptionalInt.class || raw == OptionalLong.class) {
      return nullable(typed("integer"));
    }
    if (raw == OptionalDouble.class) {
      return nullable(typed("number"));
    }
    if (raw == Optional.class) {
      return nullable(schema(type.containedType(0)));
    }
    if (JsonNode.class.isAssignableFrom(raw)) {
      return NODES.objectNode();
    }
    if (type.isMapLikeType()) {
      return map(type);
    }
    if (type.isCollectionLikeType() || type.isArrayType()) {
      ObjectNode array = typed("array");
      array.set("items", schema(type.getContentType()));
      return array;
    }
    return reference(type);
  }

  private ObjectNode map(JavaType type) {
    ObjectNode map = typed("object");
    if (type.getKeyType().isEnumType()) {
      map.set("propertyNames", words(type.getKeyType().getRawClass()));
    }
    map.set("additionalProperties", schema(type.getContentType()));
    return map;
  }

  private ObjectNode reference(JavaType type) {
    String name = name(type);
    Class<?> known = named.putIfAbsent(name, type.getRawClass());
    if (known != null && known != type.getRawClass()) {
      throw new IllegalStateException("two types are called " + name + ": " + known + ", " + type);
    }
    if (known == null) {
      ObjectNode definition = NODES.objectNode();
      definitions.put(name, definition);
      definition.setAll(defined(type));
    }
    return NODES.objectNode().put("$ref", "#/$defs/" + name);
  }

  /** As in the code; of a nested type with the one around it, and what it is a type of. */
  private static String name(JavaType type) {
    Class<?> raw = type.getRawClass();
    StringBuilder name = new StringBuilder(raw.getSimpleName());
    for (Class<?> outer = raw.getDeclaringClass(); outer != null; ) {
      name.insert(0, outer.getSimpleName());
      outer = outer.getDeclaringClass();
    }
    for (int i = 0; i < type.containedTypeCount(); i++) {
      name.append(type.containedType(i).getRawClass().getSimpleName());
    }
    return name.toString();
  }

  private ObjectNode defined(JavaType type) {
    Class<?> raw = type.getRawClass();
    ObjectNode schema;
    if (type.isEnumType()) {
      schema = words(raw);
    } else if (raw.isSealed()) {
      schema = NODES.objectNode();
      ArrayNode any = schema.putArray("anyOf");
      leaves(raw).forEach(leaf -> any.add(of(leaf)));
    } else if (raw.isInterface() || raw == Object.class) {
      throw new IllegalStateException("nothing is known of what is in a " + raw);
    } else {
      schema = written(type);
    }
    String told = docs.summary(raw);
    if (!told.isEmpty()) {
      schema.put("description", told);
    }
    return schema;
  }

  private static List<Class<?>> leaves(Class<?> sealed) {
    List<Class<?>> leaves = new ArrayList<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      leaves.addAll(permitted.isSealed() ? leaves(permitted) : List.of(permitted));
    }
    return leaves;
  }

  private static ObjectNode words(Class<?> constants) {
    ObjectNode schema = typed("string");
    ArrayNode words = schema.putArray("enum");
    Arrays.stream(constants.getEnumConstants())
        .forEach(c -> words.add(((Enum<?>) c).name().toLowerCase(Locale.ROOT)));
    return schema;
  }

  /** By the serializer of a class that is none of the above. */
  private ObjectNode written(JavaType type) {
    Asked asked = new Asked();
    try {
      MAPPER.acceptJsonFormatVisitor(type, asked);
    } catch (JsonMappingException e) {
      throw new IllegalStateException("no schema of " + type, e);
    }
    return asked.schema;
  }

  private static ObjectNode typed(String type) {
    return NODES.objectNode().put("type", type);
  }

  private static ObjectNode nullable(ObjectNode schema) {
    JsonNode type = schema.get("type");
    if (type != null && schema.size() == 1) {
      ObjectNode either = NODES.objectNode();
      either.putArray("type").add(type).add("null");
      return either;
    }
    ObjectNode either = NODES.objectNode();
    either.putArray("anyOf").add(schema).add(typed("null"));
    return either;
  }

  /** What a serializer says that it writes. */
  private final class Asked extends JsonFormatVisitorWrapper.Base {
    private ObjectNode schema = NODES.objectNode();

    @Override
    public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
      schema = typed("object");
      return new Keys(schema, type.getRawClass());
    }

    @Override
    public JsonStringFormatVisitor expectStringFormat(JavaType type) {
      schema = typed("string");
      return new JsonStringFormatVisitor.Base();
    }

    @Override
    public JsonAnyFormatVisitor expectAnyFormat(JavaType type) {
      throw new IllegalStateException("its serializer does not say what it writes: " + type);
    }
  }

  private final class Keys extends JsonObjectFormatVisitor.Base {
    private final ObjectNode properties;
    private final ArrayNode required;
    private final Class<?> owner;

    Keys(ObjectNode schema, Class<?> owner) {
      this.properties = schema.putObject("properties");
      this.required = schema.putArray("required");
      this.owner = owner;
      schema.put("additionalProperties", false);
    }

    @Override
    public void property(BeanProperty property) {
      add(property);
    }

    @Override
    public void optionalProperty(BeanProperty property) {
      add(property);
    }

    private void add(BeanProperty property) {
      ObjectNode schema = schema(property.getType());
      String told =
          docs.meaning(
              property.getMember() == null ? owner : property.getMember().getDeclaringClass(),
              property.getName());
      if (!told.isEmpty()) {
        schema.put("description", told);
      }
      properties.set(property.getName(), schema);
      if (!property.getType().getRawClass().getSimpleName().startsWith("Optional")) {
        required.add(property.getName());
      }
    }
  }
}
