package dev.twobit.hardware;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.io.Suggestion;
import dev.twobit.settings.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Figures of accelerators and hosts: each is {@code {value, source}}. */
final class Figures {
  private Figures() {}

  /** Throws an error if a figure names a source that the file does not have. */
  static void requireSources(Document document) {
    TreeSet<String> known = new TreeSet<>();
    document.tree().path("sources").fieldNames().forEachRemaining(known::add);
    requireSources(document, "", document.tree(), known);
  }

  private static void requireSources(
      Document document, String pointer, JsonNode node, TreeSet<String> known) {
    if (isFigure(node)) {
      String source = node.get("source").asText();
      if (!known.contains(source)) {
        throw document.error(
            pointer + "/source", "a key of sources " + known + Suggestion.nearest(source, known));
      }
      return;
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      requireSources(document, pointer + "/" + entry.getKey(), entry.getValue(), known);
    }
  }

  /** Where the figures come from, one line each. */
  static List<String> sources(Document document) {
    List<String> sources = new ArrayList<>();
    document
        .tree()
        .path("sources")
        .properties()
        .forEach(s -> sources.add(s.getKey() + ": " + s.getValue().asText()));
    return sources;
  }

  /** The document with each figure's value in its place. */
  static Document values(Document document) {
    return document.with(document.file(), values(document.tree().deepCopy()));
  }

  private static ObjectNode values(ObjectNode keys) {
    for (Map.Entry<String, JsonNode> entry : keys.properties()) {
      if (isFigure(entry.getValue())) {
        entry.setValue(entry.getValue().get("value"));
      } else if (entry.getValue() instanceof ObjectNode within) {
        values(within);
      }
    }
    return keys;
  }

  private static boolean isFigure(JsonNode node) {
    return node.has("value") && node.has("source");
  }
}
