package dev.twobit.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * JSON that other programs read: an object with {@code schemaVersion} first; a list is its {@code
 * items}.
 */
public final class VersionedJson {
  /** Raised when a key of any output changes its meaning, its place or goes away. */
  public static final int SCHEMA_VERSION = 1;

  private static final String VERSION = "schemaVersion";

  private VersionedJson() {}

  /** Indented, without a line end. Results of runs have a version of their own, which stays. */
  public static String indented(Object result) {
    return Json.indented(versioned(Json.tree(result)));
  }

  /** The same; absent optionals are left out. */
  public static String present(Object result) {
    return Json.indented(versioned(Json.presentTree(result)));
  }

  /** On one line. */
  public static String line(Object result) {
    return Json.line(versioned(Json.tree(result)));
  }

  private static JsonNode versioned(JsonNode result) {
    if (result.has(VERSION)) {
      return result;
    }
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.put(VERSION, SCHEMA_VERSION);
    return result instanceof ObjectNode keys ? output.setAll(keys) : output.set("items", result);
  }
}
