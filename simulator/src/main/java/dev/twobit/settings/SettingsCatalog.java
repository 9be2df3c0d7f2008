package dev.twobit.settings;

import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import java.util.List;

/**
 * YAML files that come with twobit, by name: those that {@code index.txt} of their folder lists, in
 * its order. A new one is a file and its line there.
 */
public final class SettingsCatalog {
  private final String folder;
  private final String kind;
  private final List<String> names;

  /**
   * @param folder of the resources
   * @param kind what one of them is called, for messages
   */
  public SettingsCatalog(String folder, String kind) {
    this.folder = folder;
    this.kind = kind;
    this.names = Resources.text(folder + "/index.txt").lines().filter(l -> !l.isBlank()).toList();
  }

  /** In the order they are listed. */
  public List<String> names() {
    return names;
  }

  public boolean contains(String name) {
    return names.contains(name);
  }

  /** The YAML text of one, comments and all; a one-line error if there is no such name. */
  public String text(String name) {
    if (!contains(name)) {
      throw unknown(name, "");
    }
    return Resources.text(folder + "/" + name + ".yaml");
  }

  /**
   * @param others what else was allowed, as {@code or a YAML file}; may be empty
   */
  public InvalidInputException unknown(String name, String others) {
    return new InvalidInputException(
        kind
            + " '"
            + name
            + "' is not known; "
            + Suggestion.among(name, names)
            + (others.isEmpty() ? "" : " (" + others + ")"));
  }
}
