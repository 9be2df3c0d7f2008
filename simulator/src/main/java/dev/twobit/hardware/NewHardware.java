package dev.twobit.hardware;

import dev.twobit.network.InvalidInputException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file to begin a new accelerator with: another one's, with what each key decides above it. */
public final class NewHardware {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

  /** The value with its quotes, and without. */
  private static final Pattern EXTENDS_LINE =
      Pattern.compile("(?m)^extends:[ \\t]*(([\"']?)([^\"'#\\n]*?)\\2)[ \\t]*(#.*)?$");

  private static final Pattern NAME_LINE = Pattern.compile("(?m)^name:.*$");

  private NewHardware() {}

  /**
   * The text of the file; it loads.
   *
   * @param file that it will be written to, after which the accelerator is named
   * @param from name of the catalog, or a YAML file
   * @throws InvalidInputException one line: an unknown {@code from}, or a file name that is no name
   *     of an accelerator
   */
  public static String text(Path file, String from) {
    String stem = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    if (!HardwareCatalog.isFile(String.valueOf(file)) || !NAME.matcher(stem).matches()) {
      throw new InvalidInputException(
          file
              + ": expected a file that ends in .yaml and is called as the accelerator will be: by"
              + " small letters, digits and hyphens");
    }
    String given = beside(file, from, HardwareCatalog.written(from));
    String named = HardwareCatalog.isName(from) ? from : relative(file, Path.of(from));
    String text =
        "# From "
            + from
            + ". Above each key: what it decides; its unit; what it may be. Figures are {value,"
            + " source}, sources are named at the end.\n# A file can also say only what differs:"
            + " 'extends: "
            + named
            + "', its name, and the keys that are others.\n"
            + HardwareLoader.annotated(NAME_LINE.matcher(given).replaceFirst("name: " + stem));
    HardwareLoader.parse(String.valueOf(file), text);
    return text;
  }

  /** The other's text, with the file that it extends, if it does, as seen from the new one. */
  private static String beside(Path file, String from, String text) {
    Matcher line = EXTENDS_LINE.matcher(text);
    if (HardwareCatalog.isName(from)
        || !line.find()
        || HardwareCatalog.isName(line.group(3))
        || !HardwareCatalog.isFile(line.group(3))) {
      return text;
    }
    String base = relative(file, Path.of(from).resolveSibling(line.group(3)));
    return text.substring(0, line.start(1)) + '"' + base + '"' + text.substring(line.end(1));
  }

  /** A path from the folder of {@code file}. */
  private static String relative(Path file, Path other) {
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    return String.valueOf(folder.relativize(other.toAbsolutePath().normalize())).replace('\\', '/');
  }
}
