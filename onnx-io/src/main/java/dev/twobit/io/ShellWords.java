package dev.twobit.io;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Words as a POSIX shell reads them, to be copied from what the program says. */
public final class ShellWords {
  private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

  private ShellWords() {}

  /** With a space between them; what a shell would take for more than a word is quoted. */
  public static String joined(String... words) {
    return joined(Arrays.asList(words));
  }

  /** The same. */
  public static String joined(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
