package dev.twobit.hardware;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import dev.twobit.settings.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A hardware file with some of its keys set to other values. The result is held against the same
 * schema and rules as a file; figures that follow from what was set follow it ({@link
 * DependentFigures}).
 */
public final class HardwareSettings {
  /** Source of a figure that was set. */
  static final String SOURCE = "set on the command line";

  private static final Map<String, String> SHORT =
      Map.of("array.atomicC", "array.atomicChannels", "array.atomicK", "array.atomicKernels");
  private static final String BANDWIDTH = "memory.bandwidthGigabytesPerSecond";
  private static final String CAPACITY = "buffer.capacityKibibytes";
  private static final String DRAM_KIND = "energy.dramKind";

  /** Keys of the command line from whose values the file's are computed, and those. */
  private static final Map<String, String> COMPUTED =
      Map.of(
          BANDWIDTH, "memory.cyclesPerBeat",
          CAPACITY, "buffer.bankBytes",
          DRAM_KIND, "energy.dramPicojoulesPerByte");

  private HardwareSettings() {}

  /**
   * An accelerator after its settings.
   *
   * @param consequences sentences on what else changed, or did not and might have been expected to
   */
  public record Result(HardwareConfig hardware, List<String> consequences) {
    public Result {
      consequences = List.copyOf(consequences);
    }
  }

  /**
   * Loads a catalog entry or file and applies the settings. Besides the file's own keys: {@code
   * array.atomicC}, {@code array.atomicK}, {@code memory.bandwidthGigabytesPerSecond} (sets
   * cyclesPerBeat, and widens the beat where one a clock is too few), {@code
   * buffer.capacityKibibytes} (sets bankBytes), {@code energy.dramKind} (a {@link DramKind}, sets
   * dramPicojoulesPerByte).
   *
   * @throws InvalidInputException one line: unknown keys with those known, bad values with what was
   *     expected
   */
  public static Result apply(String nameOrPath, List<HardwareOverride> settings) {
    Document document = HardwareCatalog.document(nameOrPath);
    HardwareConfig stated = HardwareLoader.config(document);
    if (settings.isEmpty()) {
      return new Result(stated, List.of());
    }
    String text = settings.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String file = document.file() + " with " + text;
    ObjectNode root = document.tree().deepCopy();
    TreeSet<String> known = keys(root, "", new TreeSet<>());
    Map<String, HardwareOverride> byKey = byKey(document.file(), settings, known);
    root.withObject("/sources").put(SOURCE, text);
    byKey.forEach((key, s) -> put(root, key, node(s.value())));
    byKey.forEach((key, s) -> derive(root, key, s));
    List<String> consequences =
        new ArrayList<>(DependentFigures.follow(root, stated, byKey.keySet()));
    HardwareConfig changed = HardwareLoader.config(document.with(file, root));
    return new Result(changed, consequences);
  }

  /** Settings by the file's own key, plain ones before those that are computed from them. */
  private static Map<String, HardwareOverride> byKey(
      String file, List<HardwareOverride> settings, TreeSet<String> known) {
    Map<String, HardwareOverride> plain = new LinkedHashMap<>();
    Map<String, HardwareOverride> computed = new LinkedHashMap<>();
    for (HardwareOverride setting : settings) {
      String key = canonical(setting.key());
      if (!known.contains(key)) {
        TreeSet<String> all = new TreeSet<>(known);
        all.addAll(COMPUTED.keySet());
        all.addAll(SHORT.keySet());
        throw new InvalidInputException(
            "--set "
                + setting
                + ": "
                + file
                + " has no key '"
                + setting.key()
                + "'; "
                + Suggestion.among(setting.key(), all));
      }
      boolean alias = COMPUTED.containsKey(setting.key());
      if (plain.containsKey(key) || computed.containsKey(key)) {
        throw new InvalidInputException(
            "--set " + setting + ": '" + key + "' is set twice; expected once");
      }
      (alias ? computed : plain).put(key, setting);
    }
    plain.putAll(computed);
    return plain;
  }

  /** The key of the file that a key of the command line sets. */
  public static String canonical(String key) {
    return COMPUTED.getOrDefault(key, SHORT.getOrDefault(key, key));
  }

  /** Keys that may be set: figures and choices. */
  private static TreeSet<String> keys(JsonNode node, String path, TreeSet<String> found) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String key = path + entry.getKey();
      JsonNode child = entry.getValue();
      if (child.has("value") || path.length() > 0 && child.isTextual() && !key.endsWith("style")) {
        found.add(key);
      } else if (child.isObject() && !key.equals("sources")) {
        keys(child, key + ".", found);
      }
    }
    return found;
  }

  private static void put(ObjectNode root, String key, JsonNode value) {
    String pointer = "/" + key.replace('.', '/');
    JsonNode old = root.at(pointer);
    if (old instanceof ObjectNode figure) {
      figure.set("value", value);
      figure.put("source", SOURCE);
    } else {
      int last = pointer.lastIndexOf('/');
      ((ObjectNode) root.at(pointer.substring(0, last))).set(pointer.substring(last + 1), value);
    }
  }

  /** Aliases in other units. */
  private static void derive(ObjectNode root, String key, HardwareOverride setting) {
    if (setting.key().equals(BANDWIDTH)) {
      double wanted = positive(setting, "GB/s");
      double clock = figure(root, "clockMegahertz");
      double beat = figure(root, "memory.beatBytes");
      // One beat a clock is the most a port carries: a faster memory has a wider one.
      while (wanted > 0 && beat * clock * 1e-3 < wanted) {
        beat *= 2;
      }
      if (beat != figure(root, "memory.beatBytes")) {
        put(root, "memory.beatBytes", LongNode.valueOf((long) beat));
      }
      put(root, key, DoubleNode.valueOf(beat * clock * 1e-3 / wanted));
    } else if (setting.key().equals(CAPACITY)) {
      double bytes = positive(setting, "KiB") * 1024 / figure(root, "buffer.banks");
      if (bytes != Math.rint(bytes)) {
        throw new InvalidInputException(
            "--set " + setting + ": expected a capacity that the banks share evenly");
      }
      put(root, key, LongNode.valueOf((long) bytes));
    } else if (setting.key().equals(DRAM_KIND)) {
      DramKind kind = DramKind.of(setting.value(), "--set " + setting);
      put(root, key, DoubleNode.valueOf(kind.picojoulesPerByte()));
      root.withObject("/sources").put(setting.toString(), kind.source());
      root.withObject("/energy/dramPicojoulesPerByte").put("source", setting.toString());
    }
  }

  private static double positive(HardwareOverride setting, String unit) {
    JsonNode value = node(setting.value());
    if (!value.isNumber() || value.asDouble() <= 0 || value.asDouble() > 1e6) {
      throw new InvalidInputException(
          "--set "
              + setting
              + ": found '"
              + setting.value()
              + "', expected "
              + unit
              + " above 0, at most 1000000");
    }
    return value.asDouble();
  }

  private static double figure(ObjectNode root, String key) {
    return root.at("/" + key.replace('.', '/') + "/value").asDouble(1);
  }

  private static JsonNode node(String value) {
    if (value.matches("-?\\d{1,18}")) {
      return LongNode.valueOf(Long.parseLong(value));
    }
    if (value.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d{1,3})?")) {
      return DoubleNode.valueOf(Double.parseDouble(value));
    }
    return value.equals("true") || value.equals("false")
        ? BooleanNode.valueOf(Boolean.parseBoolean(value))
        : TextNode.valueOf(value);
  }
}
