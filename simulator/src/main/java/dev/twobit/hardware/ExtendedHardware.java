package dev.twobit.hardware;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.network.InvalidInputException;
import dev.twobit.settings.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that say how they differ from another accelerator ({@code extends}). A figure is replaced
 * with its source; sources are added to; an array of another style shares no key with the one it
 * replaces.
 */
final class ExtendedHardware {
  private static final String EXTENDS = "extends";
  private static final String POINTER = "/" + EXTENDS;

  /** Keys that a description of the difference names, if there are no more. */
  private static final int MOST_KEYS = 3;

  private ExtendedHardware() {}

  /**
   * With all that it leaves out, and without {@code extends}.
   *
   * @param before files that led here, the first one first
   */
  static Document whole(Document own, List<Path> before) {
    String from = own.tree().path(EXTENDS).asText();
    if (from.isEmpty()) {
      return own;
    }
    ObjectNode base = base(own, from, before).tree().deepCopy();
    ObjectNode keys = own.tree().deepCopy();
    keys.remove(EXTENDS);
    String description = "%s, but for %s".formatted(base.path("name").asText(), changed(keys));
    base.remove("name");
    base.put("description", description);
    merge(base, keys);
    return own.with(own.file(), base);
  }

  /**
   * Every key in effect, with dots, and what it comes from: a file, or an accelerator by name; in
   * the order of the whole.
   */
  static Map<String, String> origins(Document own, List<Path> before) {
    Map<String, String> origins = new LinkedHashMap<>();
    Document whole = whole(own, before);
    String from = own.tree().path(EXTENDS).asText();
    Map<String, String> inherited = from.isEmpty() ? Map.of() : originsOf(own, from, before);
    List<String> keys = new ArrayList<>();
    collect(whole.tree(), "", keys);
    for (String key : keys) {
      boolean here = !own.tree().at("/" + key.replace('.', '/')).isMissingNode();
      origins.put(key, here ? own.file() : inherited.getOrDefault(key, own.file()));
    }
    return origins;
  }

  private static Map<String, String> originsOf(Document own, String from, List<Path> before) {
    if (HardwareCatalog.isName(from)) {
      Map<String, String> named = new LinkedHashMap<>();
      origins(HardwareCatalog.document(from), List.of()).keySet().forEach(k -> named.put(k, from));
      return named;
    }
    Path base = Path.of(own.file()).resolveSibling(from);
    List<Path> chain = new ArrayList<>(before);
    chain.add(real(Path.of(own.file())));
    return origins(HardwareLoader.own(base), chain);
  }

  /** One name of each file, whatever links lead to it. */
  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize(); // its reader says what is wrong with it
    }
  }

  private static Document base(Document own, String from, List<Path> before) {
    if (HardwareCatalog.isName(from)) {
      return HardwareCatalog.document(from);
    }
    if (!HardwareCatalog.isFile(from)) {
      throw own.error(POINTER, HardwareCatalog.expected(from));
    }
    Path file = Path.of(own.file());
    Path base = real(file.resolveSibling(from));
    List<Path> chain = new ArrayList<>(before);
    chain.add(real(file));
    if (chain.contains(base)) {
      throw own.error(POINTER, "a file that does not extend this one");
    }
    try {
      return HardwareLoader.document(base, chain);
    } catch (InvalidInputException e) {
      throw own.problem(POINTER, "'" + EXTENDS + "': " + e.getMessage());
    }
  }

  private static void merge(ObjectNode base, ObjectNode own) {
    for (Map.Entry<String, JsonNode> entry : own.properties()) {
      JsonNode given = base.path(entry.getKey());
      if (given instanceof ObjectNode within
          && entry.getValue() instanceof ObjectNode keys
          && !given.has("value")
          && !isOther(given, keys)) {
        merge(within, keys);
      } else {
        base.set(entry.getKey(), entry.getValue());
      }
    }
  }

  private static boolean isOther(JsonNode array, ObjectNode own) {
    return own.has("style") && !own.get("style").equals(array.path("style"));
  }

  private static String changed(ObjectNode own) {
    List<String> keys = new ArrayList<>();
    collect(own, "", keys);
    return keys.size() > MOST_KEYS ? keys.size() + " keys" : String.join(", ", keys);
  }

  private static void collect(ObjectNode node, String path, List<String> keys) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = path + entry.getKey();
      if (entry.getValue() instanceof ObjectNode within && !within.has("value")) {
        if (!key.equals("sources")) {
          collect(within, key + ".", keys);
        }
      } else if (!key.equals("name")) {
        keys.add(key);
      }
    }
  }
}
