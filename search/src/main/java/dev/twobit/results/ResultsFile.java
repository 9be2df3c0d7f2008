package dev.twobit.results;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.io.AtomicFile;
import dev.twobit.json.Json;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code results.json}: keys are the record components, absent optionals are left out. */
public final class ResultsFile {
  public static final String NAME = "results.json";

  /** Key that only runs of several budgets have. */
  private static final String CURVE = "curve";

  private ResultsFile() {}

  /** Replaces the file in one move. */
  public static void write(FinishedRun results, Path file) throws IOException {
    AtomicFile.writeText(file, toJson(results));
  }

  /** The text of the file; a number that is not finite is a fault of the run, not of the reader. */
  public static String toJson(FinishedRun results) {
    JsonNode tree = Json.presentTree(results);
    requireFinite(tree, "");
    return tree.toPrettyString() + "\n";
  }

  /**
   * Of a search for one network. One line says which file and key are wrong, or that the run has a
   * list of budgets.
   */
  public static RunResults read(Path file) {
    return readAny(file)
        .asOne()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    file + ": found a run of several budgets, expected one of a single network"));
  }

  /** One line says which file and key are wrong. */
  public static FinishedRun readAny(Path file) {
    try {
      String text = Files.readString(file);
      JsonNode tree = Json.strictTree(text);
      requireVersion(file, tree);
      return tree.has(CURVE)
          ? Json.strict(text, CurveResults.class)
          : Json.strict(text, RunResults.class);
    } catch (JacksonException e) {
      throw new InvalidInputException(JsonFault.describe(file, e), e);
    } catch (IOException e) {
      throw new InvalidInputException(
          file + ": cannot be read (" + e.getClass().getSimpleName() + "), expected " + NAME, e);
    }
  }

  /** First, because a file of another version lacks keys; one without it is told of like those. */
  private static void requireVersion(Path file, JsonNode results) {
    JsonNode version = results.path("schemaVersion");
    if (version.isInt() && version.intValue() != RunResults.SCHEMA_VERSION) {
      throw new InvalidInputException(
          "%s: schemaVersion is %d, expected %d; maybe it was written by another twobit (%s)."
              .formatted(
                  file,
                  version.intValue(),
                  RunResults.SCHEMA_VERSION,
                  results.path("twobitVersion").asText()));
    }
  }

  private static void requireFinite(JsonNode node, String path) {
    if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
      throw new IllegalArgumentException(
          "results" + path + " is " + node.doubleValue() + ", expected a finite number");
    }
    for (Map.Entry<String, JsonNode> child : node.properties()) {
      requireFinite(child.getValue(), path + "." + child.getKey());
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        requireFinite(node.get(i), path + "[" + i + "]");
      }
    }
  }
}
