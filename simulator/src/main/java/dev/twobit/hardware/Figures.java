package dev.twobit.hardware;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import dev.twobit.settings.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Figures of accelerators and hosts: each is {@code {value, source}}. */
final class Figures {
  private Figures() {}

  /** An error for each figure that names a source which the file does not have. */
  static List<InvalidInputException> unknownSources(Document document) {
    TreeSet<String> known = new TreeSet<>();
    document.tree().path("sources").fieldNames().forEachRemaining(known::add);
    List<InvalidInputException> unknown = new ArrayList<>();
    unknownSources(document, "", document.tree(), known, unknown);
    return unknown;
  }

  private static void unknownSources(
      Document document,
      String pointer,
      JsonNode node,
      TreeSet<String> known,
      List<InvalidInputException> unknown) {
    if (isFigure(node)) {
      String source = node.get("source").asText();
      if (!known.contains(source)) {
        unknown.add(
            document.error(
                pointer + "/source",
                "a key of sources " + known + Suggestion.nearest(source, known)));
      }
      return;
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      unknownSources(document, pointer + "/" + entry.getKey(), entry.getValue(), known, unknown);
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
    return node.has("value") && node.path("source").isTextual();
  }
}
