package dev.twobit.experiment.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.DramConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.PostProcessorConfig;
import dev.twobit.json.Json;
import java.util.Set;

/**
 * What a trial's result depends on of a description, as canonical JSON: all defaults filled in,
 * keys sorted, and nothing that is for people, so that a better citation discards no result.
 */
final class CanonicalValues {
  /** For people; and areas, of which neither the simulator nor a cost of a search is. */
  private static final Set<String> NOT_SIMULATED = Set.of("name", "description", "sources", "area");

  private CanonicalValues() {}

  /** Hexadecimal SHA-256 of every figure that the simulator reads. */
  static String sha256(HardwareConfig hardware) {
    JsonNode tree = Json.sorted(hardware);
    if (tree instanceof ObjectNode figures) {
      figures.remove(NOT_SIMULATED);
      removeIf(figures.path("array"), "handover", Json.tree(ArrayConfig.Handover.RTL));
      removeIf(figures.path("memory"), "dram", Json.tree(DramConfig.NONE));
      removeIf(
          figures.path("postProcessor"),
          "parameterFifoBeats",
          Json.tree(PostProcessorConfig.RTL_FIFO_BEATS));
    }
    return TrialJson.sha256(tree);
  }

  /** A key that came later: at the value that held before, it is no reason to do a trial again. */
  private static void removeIf(JsonNode of, String key, JsonNode before) {
    if (of instanceof ObjectNode keys && keys.path(key).equals(before)) {
      keys.remove(key);
    }
  }
}
