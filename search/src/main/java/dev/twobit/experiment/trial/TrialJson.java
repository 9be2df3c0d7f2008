package dev.twobit.experiment.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.json.Json;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.SearchSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** The key of a trial: a digest of its JSON. */
public final class TrialJson {
  /** Parts of the arithmetic that a training does not see unless its network is deployed. */
  private static final Set<String> OF_THE_HARDWARE = Set.of("bits", "residualBits");

  private static final String BITS_OF = "bitsOf";
  private static final String RECIPE = "recipe";

  private TrialJson() {}

  /**
   * Hexadecimal SHA-256 of the canonical JSON without the places things were found at, without
   * settings that no search depends on, and without a recipe's name beside its values.
   */
  public static String key(Trial trial) {
    JsonNode tree = Json.sorted(trial);
    forgetPlaces(tree);
    forgetAll(tree);
    forgetAll(tree.path("training")); // a probe has a training in it
    if (tree.at("/search/search").isObject()) {
      forgetAll(tree.path("search")); // a trial that is of a search has it whole
    }
    return sha256(tree);
  }

  /**
   * Hexadecimal.
   *
   * @param tree with {@linkplain Json#sorted sorted} keys
   */
  static String sha256(JsonNode tree) {
    return sha256(tree.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void forgetAll(JsonNode trial) {
    forgetNames(trial);
    forgetAbsent(trial);
  }

  /** What is said of a trial and decides nothing of its result. */
  private static void forgetNames(JsonNode trial) {
    if (trial.at("/search/settings") instanceof ObjectNode settings) {
      settings.remove(SearchSettings.NOT_OF_THE_SEARCH);
    }
    if (trial.at("/candidates/training") instanceof ObjectNode training) {
      training.remove(RECIPE);
    }
    if (trial.path("outputs") instanceof ObjectNode outputs) {
      outputs.remove("codes"); // told beside the result
    }
    if (trial.path("training") instanceof ObjectNode training) {
      training.remove(RECIPE);
      boolean deployed = trial.at("/outputs/deployed").asBoolean();
      if (!deployed && trial.path("arithmetic") instanceof ObjectNode arithmetic) {
        arithmetic.remove(OF_THE_HARDWARE);
      }
    }
  }

  /** A trial without them has the key it had before there were any. */
  private static void forgetAbsent(JsonNode trial) {
    forgetNull(trial, "candidates");
    forgetNull(trial.at("/subject/images"), "heldOut");
    forget(trial.at("/arithmetic/quantization"), "residual", QuantizerChoice.NONE);
    if (trial.path("arithmetic") instanceof ObjectNode arithmetic
        && arithmetic.path(BITS_OF).isEmpty()) {
      arithmetic.remove(BITS_OF);
    }
    SearchSettings.OF_OLD.forEach((key, value) -> forget(trial.at("/search/settings"), key, value));
  }

  private static void forget(JsonNode node, String key, String value) {
    if (node instanceof ObjectNode object && object.path(key).asText().equals(value)) {
      object.remove(key);
    }
  }

  private static void forgetNull(JsonNode node, String key) {
    if (node instanceof ObjectNode object && object.path(key).isNull()) {
      object.remove(key);
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
