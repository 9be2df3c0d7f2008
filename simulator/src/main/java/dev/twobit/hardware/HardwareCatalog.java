package dev.twobit.hardware;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import dev.twobit.settings.Document;
import dev.twobit.settings.SettingsCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The accelerators that come with twobit, by name. */
public final class HardwareCatalog {
  private static final SettingsCatalog CATALOG = new SettingsCatalog("hwconfigs", "hardware");

  private HardwareCatalog() {}

  public static List<String> names() {
    return CATALOG.names();
  }

  /**
   * A catalog entry by name, or a YAML file by path (anything that ends in .yaml or .yml or has a
   * folder in it).
   */
  public static HardwareConfig load(String nameOrPath) {
    return load(nameOrPath, HardwareLoader::read);
  }

  /** The same without the accelerator that a file names to be held against. */
  static HardwareConfig loadAlone(String nameOrPath) {
    return load(nameOrPath, HardwareLoader::readAlone);
  }

  private static HardwareConfig load(String nameOrPath, Function<Path, HardwareConfig> reader) {
    if (isName(nameOrPath)) {
      return HardwareLoader.parse(nameOrPath + ".yaml", CATALOG.text(nameOrPath));
    }
    if (isFile(nameOrPath)) {
      return reader.apply(Path.of(nameOrPath));
    }
    throw unknown(nameOrPath);
  }

  /** What {@link #load} reads, not yet checked. */
  static Document document(String nameOrPath) {
    if (isName(nameOrPath)) {
      return HardwareLoader.document(nameOrPath + ".yaml", CATALOG.text(nameOrPath));
    }
    if (isFile(nameOrPath)) {
      return HardwareLoader.document(Path.of(nameOrPath));
    }
    throw unknown(nameOrPath);
  }

  private static InvalidInputException unknown(String nameOrPath) {
    return CATALOG.unknown(nameOrPath, "or a YAML file");
  }

  /** What names an accelerator, for messages. */
  static String expected(String found) {
    return "one of " + names() + " or a YAML file" + Suggestion.nearest(found, names());
  }

  static boolean isName(String name) {
    return CATALOG.contains(name);
  }

  /** Whether it is written as a path, not as a name. */
  static boolean isFile(String path) {
    return path.endsWith(".yaml") || path.endsWith(".yml") || path.contains("/");
  }

  /** A copy of all keys as written, with those that a file takes from the one it extends. */
  public static ObjectNode tree(String nameOrPath) {
    return document(nameOrPath).tree().deepCopy();
  }

  /**
   * Where the keys of a file that extends another come from, with dots: the file itself, another,
   * or an accelerator by its name; empty of one that extends none.
   */
  public static Map<String, String> origins(String nameOrPath) {
    if (isName(nameOrPath) || !isFile(nameOrPath)) {
      return Map.of();
    }
    Document own = HardwareLoader.own(Path.of(nameOrPath));
    return own.tree().has("extends") ? ExtendedHardware.origins(own, List.of()) : Map.of();
  }

  /** What {@link #load} reads, as it is written, comments and all; not checked. */
  public static String written(String nameOrPath) {
    if (isName(nameOrPath)) {
      return CATALOG.text(nameOrPath);
    }
    if (isFile(nameOrPath)) {
      return HardwareLoader.written(Path.of(nameOrPath));
    }
    throw unknown(nameOrPath);
  }

  /** The YAML text of a catalog entry, comments and all. */
  public static String text(String name) {
    load(name);
    return CATALOG.text(name);
  }
}
