package dev.twobit.hardware;

import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

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
    return load(nameOrPath, HardwareLoader::read);
  }

  /** The same without the accelerator that a file names to be held against. */
  static HardwareConfig loadAlone(String nameOrPath) {
    return load(nameOrPath, HardwareLoader::readAlone);
  }

  private static HardwareConfig load(String nameOrPath, Function<Path, HardwareConfig> reader) {
    if (isName(nameOrPath)) {
      return HardwareLoader.parse(nameOrPath + ".yaml", resource(nameOrPath + ".yaml"));
    }
    if (isFile(nameOrPath)) {
      return reader.apply(Path.of(nameOrPath));
    }
    throw unknown(nameOrPath);
  }

  /** What {@link #load} reads, not yet checked. */
  static HardwareLoader.Document document(String nameOrPath) {
    if (isName(nameOrPath)) {
      return HardwareLoader.document(nameOrPath + ".yaml", resource(nameOrPath + ".yaml"));
    }
    if (isFile(nameOrPath)) {
      return HardwareLoader.document(nameOrPath, HardwareLoader.text(Path.of(nameOrPath)));
    }
    throw unknown(nameOrPath);
  }

  private static InvalidInputException unknown(String nameOrPath) {
    return new InvalidInputException(
        "hardware '"
            + nameOrPath
            + "' is not known"
            + Suggestion.nearest(nameOrPath, names())
            + "; expected one of "
            + names()
            + " or a YAML file");
  }

  static boolean isName(String name) {
    return names().contains(name);
  }

  /** Whether it is written as a path, not as a name. */
  static boolean isFile(String path) {
    return path.endsWith(".yaml") || path.endsWith(".yml") || path.contains("/");
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
