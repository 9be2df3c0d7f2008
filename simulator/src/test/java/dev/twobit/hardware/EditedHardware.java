package dev.twobit.hardware;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.twobit.settings.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Accelerators of the catalog with some keys changed, through the loader and its checks. */
public final class EditedHardware {
  private static final YAMLMapper YAML = new YAMLMapper();

  private EditedHardware() {}

  /**
   * @param edits key and value by turns: {@code "buffer.banks", 16, "array.dataflow",
   *     "output_stationary"}
   */
  public static HardwareConfig of(String name, Object... edits) {
    ObjectNode tree = tree(name);
    for (int i = 0; i < edits.length; i += 2) {
      set(tree, (String) edits[i], YAML.valueToTree(edits[i + 1]));
    }
    return load(tree);
  }

  /** A catalog entry as its file has it. */
  public static ObjectNode tree(String name) {
    try {
      return (ObjectNode) YAML.readTree(HardwareCatalog.text(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets a key; of a figure only the value, its source stays. */
  public static void set(ObjectNode tree, String key, JsonNode value) {
    int dot = key.lastIndexOf('.');
    ObjectNode parent =
        dot < 0 ? tree : (ObjectNode) tree.at("/" + key.substring(0, dot).replace('.', '/'));
    String leaf = key.substring(dot + 1);
    if (parent.path(leaf).has("value")) {
      ((ObjectNode) parent.path(leaf)).set("value", value);
    } else {
      parent.set(leaf, value);
    }
  }

  public static HardwareConfig load(ObjectNode tree) {
    try {
      return HardwareLoader.parse("edited.yaml", YAML.writeValueAsString(tree));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema of these files. */
  public static JsonNode schema() {
    try {
      return YAML.readTree(Resources.text("hwconfigs/schema.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
