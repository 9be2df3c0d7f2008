package dev.twobit.hardware;

import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The accelerators that come with twobit, by name. */
public final class HardwareCatalog {
  private HardwareCatalog() {}

  public static List<String> names() {
    return resource("index.txt").lines().filter(l -> !l.isBlank()).toList();
  }

  /**
   * A catalog entry by name, or a YAML file by path (anything that ends in .yaml or .yml or has a
   * folder in it).
   */
  public static HardwareConfig load(String nameOrPath) {
    return HardwareLoader.config(document(nameOrPath));
  }

  /** What {@link #load} reads, not yet checked. */
  static HardwareLoader.Document document(String nameOrPath) {
    if (names().contains(nameOrPath)) {
      return HardwareLoader.document(nameOrPath + ".yaml", resource(nameOrPath + ".yaml"));
    }
    if (nameOrPath.endsWith(".yaml") || nameOrPath.endsWith(".yml") || nameOrPath.contains("/")) {
      return HardwareLoader.document(nameOrPath, HardwareLoader.text(Path.of(nameOrPath)));
    }
    throw new InvalidInputException(
        "hardware '"
            + nameOrPath
            + "' is not known"
            + Suggestion.nearest(nameOrPath, names())
            + "; expected one of "
            + names()
            + " or a YAML file");
  }

  /** The YAML text of a catalog entry, comments and all. */
  public static String text(String name) {
    load(name);
    return resource(name + ".yaml");
  }

  static String resource(String name) {
    try (InputStream in =
        HardwareCatalog.class.getClassLoader().getResourceAsStream("hwconfigs/" + name)) {
      if (in == null) {
        throw new IllegalStateException("resource hwconfigs/" + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
