package dev.twobit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.hardware.SiliconComparison;
import dev.twobit.json.Json;
import dev.twobit.json.VersionedJson;
import dev.twobit.simulator.validation.EnergyEvidence;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An accelerator's file as written and, below it, the area that follows from it and what its
 * energies were held against.
 */
final class HardwareDescription {
  /** Begins lines that are shown, not read: what was shown may be the file of the next call. */
  private static final String DERIVED = "## ";

  /** Characters of a value: a description is a sentence. */
  private static final int MOST = 32;

  private HardwareDescription() {}

  /**
   * Still YAML: what is derived is comment.
   *
   * @param yaml as written
   * @param tree of all keys in effect
   * @param origins of keys, by {@link HardwareCatalog#origins}
   */
  static String text(
      HardwareConfig hardware, String yaml, ObjectNode tree, Map<String, String> origins) {
    String written =
        yaml.lines().filter(l -> !l.startsWith(DERIVED)).collect(Collectors.joining("\n"));
    String derived =
        "Derived from the keys above, not read:\n"
            + SiliconText.breakdown(hardware)
            + SiliconComparison.ofSibling(hardware).map(c -> SiliconText.line(c) + "\n").orElse("")
            + "\n"
            + EvidenceText.table(hardware)
            + inEffect(origins, tree);
    return written.strip()
        + "\n"
        + derived.lines().map(l -> DERIVED + l).collect(Collectors.joining("\n"));
  }

  /**
   * The file's tree and, under {@code derived}, areas, ratios and evidence.
   *
   * @param tree a copy, which is added to
   */
  static String json(HardwareConfig hardware, ObjectNode tree, Map<String, String> origins) {
    ObjectNode derived = tree.putObject("derived");
    derived.set("area", Json.tree(SiliconArea.of(hardware)));
    derived.set("energyEvidence", Json.tree(EnergyEvidence.of(hardware)));
    if (!origins.isEmpty()) {
      derived.set("from", Json.tree(origins));
    }
    SiliconComparison.ofSibling(hardware).ifPresent(c -> derived.set("equalSilicon", Json.tree(c)));
    return VersionedJson.indented(tree);
  }

  /** The keys of a file that extends another, those that it leaves out too. */
  private static String inEffect(Map<String, String> origins, ObjectNode tree) {
    if (origins.isEmpty()) {
      return "";
    }
    TextTable table = new TextTable().text("key in effect").text("value").text("from");
    origins.forEach((key, from) -> table.row(key, value(tree, key), Text.printable(from)));
    return "\n\n" + table.render();
  }

  private static String value(ObjectNode tree, String key) {
    JsonNode node = tree.at("/" + key.replace('.', '/'));
    JsonNode value = node.has("value") ? node.get("value") : node;
    return Text.shortened(
        Text.printable(value.isValueNode() ? value.asText() : value.toString()), MOST);
  }
}
