package dev.twobit.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an exported file says of how it was made: hardware, bits, quantizers, budgets, seeds, the
 * version of twobit. Keys begin with {@code twobit.}.
 */
final class ExportMetadata {
  private static final List<String> KEYS =
      List.of(
          "hardware",
          "bits",
          "residualBits",
          "method",
          "quantizer",
          "weights",
          "activations",
          "budgets",
          "seed",
          "seeds",
          "preset",
          "modelSha256");

  private ExportMetadata() {}

  /**
   * @param own of the file, kept
   * @param model beside which a {@code run.yaml} may lie
   */
  static Map<String, String> of(Map<String, String> own, Path model) {
    Map<String, String> metadata = new HashMap<>(run(model.resolveSibling("run.yaml")));
    metadata.putAll(own);
    metadata.putIfAbsent("twobit.version", TwobitVersion.current());
    return metadata;
  }

  private static Map<String, String> run(Path yaml) {
    Map<String, String> metadata = new HashMap<>();
    try {
      if (Files.isRegularFile(yaml)) {
        JsonNode run = new YAMLMapper().readTree(yaml.toFile());
        for (String key : KEYS) {
          if (run.has(key)) {
            metadata.put("twobit." + key, text(run.get(key)));
          }
        }
        if (run.path("settings").has("preset")) {
          metadata.put("twobit.preset", text(run.path("settings").get("preset")));
        }
        if (run.has("twobit")) {
          metadata.put("twobit.version", text(run.get("twobit")));
        }
      }
    } catch (IOException e) {
      return Map.of(); // no YAML: the network is complete without
    }
    return metadata;
  }

  private static String text(JsonNode node) {
    if (!node.isArray()) {
      return node.isValueNode() ? node.asText() : node.toString();
    }
    List<String> items = new ArrayList<>();
    node.forEach(item -> items.add(text(item)));
    return String.join(",", items);
  }
}
