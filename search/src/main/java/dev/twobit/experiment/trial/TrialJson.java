package dev.twobit.experiment.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.twobit.search.SearchSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** Trials and results as JSON, and a trial's key. */
public final class TrialJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final ObjectMapper CANONICAL =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /** Parts of the arithmetic that a training does not see unless its network is deployed. */
  private static final Set<String> OF_THE_HARDWARE = Set.of("bits", "residualBits");

  private TrialJson() {}

  static String text(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** On one line. */
  static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static <T> T read(String json, Class<T> type) throws JsonProcessingException {
    return MAPPER.readValue(json, type);
  }

  /**
   * Hexadecimal SHA-256 of the canonical JSON without the places things were found at, without
   * settings that no search depends on, and without a recipe's name beside its values.
   */
  public static String key(Trial trial) {
    JsonNode tree = canonicalTree(trial);
    forgetPlaces(tree);
    forgetNames(tree);
    return sha256(tree);
  }

  /** As JSON with sorted keys. */
  static JsonNode canonicalTree(Object value) {
    try {
      return CANONICAL.readTree(CANONICAL.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Hexadecimal.
   *
   * @param tree a {@link #canonicalTree}
   */
  static String sha256(JsonNode tree) {
    return sha256(tree.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** What is said of a trial and decides nothing of its result. */
  private static void forgetNames(JsonNode trial) {
    if (trial.at("/search/settings") instanceof ObjectNode settings) {
      settings.remove(SearchSettings.NOT_OF_THE_SEARCH);
    }
    if (trial.path("training") instanceof ObjectNode training) {
      training.remove("recipe");
      boolean deployed = trial.at("/outputs/deployed").asBoolean();
      if (!deployed && trial.path("arithmetic") instanceof ObjectNode arithmetic) {
        arithmetic.remove(OF_THE_HARDWARE);
      }
    }
  }

  private static void forgetPlaces(JsonNode node) {
    if (node instanceof ObjectNode object && object.has("sha256")) {
      object.remove("where");
    }
    node.forEach(TrialJson::forgetPlaces);
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
