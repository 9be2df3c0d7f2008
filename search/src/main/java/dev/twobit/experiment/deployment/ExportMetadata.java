package dev.twobit.experiment.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.json.Yaml;
import dev.twobit.results.TwobitVersion;
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
public final class ExportMetadata {
  /** Where {@code run.yaml} has what a key says; older ones have it at the first level. */
  private static final Map<String, List<String>> PLACES =
      Map.ofEntries(
          Map.entry("hardware", List.of("/hardware")),
          Map.entry("bits", List.of("/arithmetic/bits", "/bits")),
          Map.entry("residualBits", List.of("/arithmetic/residualBits", "/residualBits")),
          Map.entry("bitsOf", List.of("/arithmetic/bitsOf")),
          Map.entry("method", List.of("/search/method", "/method")),
          Map.entry("weights", List.of("/arithmetic/quantization/weights", "/weights")),
          Map.entry("activations", List.of("/arithmetic/quantization/activations", "/activations")),
          Map.entry("residual", List.of("/arithmetic/quantization/residual")),
          Map.entry("recipe", List.of("/training/recipe", "/recipeName")),
          Map.entry("budgets", List.of("/search/budgets", "/budgets")),
          Map.entry("seeds", List.of("/execution/seeds", "/seeds")),
          Map.entry("preset", List.of("/search/settings/preset", "/settings/preset")),
          Map.entry("modelSha256", List.of("/inputs/modelSha256", "/modelSha256")),
          Map.entry("version", List.of("/software/twobit", "/twobit")));

  private ExportMetadata() {}

  /**
   * @param own of the file, kept
   * @param model beside which a {@code run.yaml} may lie
   */
  public static Map<String, String> of(Map<String, String> own, Path model) {
    Map<String, String> metadata = new HashMap<>(run(model.resolveSibling("run.yaml")));
    metadata.putAll(own);
    metadata.putIfAbsent("twobit.version", TwobitVersion.current());
    return metadata;
  }

  private static Map<String, String> run(Path yaml) {
    Map<String, String> metadata = new HashMap<>();
    try {
      if (Files.isRegularFile(yaml)) {
        JsonNode run = Yaml.parse(Files.readString(yaml));
        PLACES.forEach(
            (key, places) ->
                places.stream()
                    .map(run::at)
                    .filter(value -> !value.isMissingNode() && !isEmptyList(value))
                    .findFirst()
                    .ifPresent(value -> metadata.put("twobit." + key, text(value))));
      }
    } catch (IOException e) {
      return Map.of(); // no YAML: the network is complete without
    }
    return metadata;
  }

  /** Bits of other layers, where nobody asked for some. */
  private static boolean isEmptyList(JsonNode value) {
    return value.isArray() && value.isEmpty();
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
