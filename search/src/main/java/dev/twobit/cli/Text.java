package dev.twobit.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Strings from files made fit for a terminal. */
final class Text {
  private Text() {}

  /** Control characters, which could steer a terminal, become '?'. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}|[\\u202A-\\u202E\\u2066-\\u2069]", "?");
  }

  /** A number with what it counts. */
  static String counted(long count, String one, String several) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : several);
  }

  /** The text in at most {@code width} characters, the middle left out. */
  static String shortened(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    int head = (width - 1) / 2;
    return text.substring(0, head) + "…" + text.substring(text.length() - (width - 1 - head));
  }

  /**
   * A path-like name without the parts that the next one repeats, as PyTorch's exporter writes
   * them: {@code /features/features.4/conv/conv.1/Conv} is {@code features.4/conv.1/Conv}.
   */
  static String withoutRepetition(String name) {
    String[] parts = name.split("/", -1);
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      boolean repeated = i + 1 < parts.length && parts[i + 1].startsWith(parts[i] + ".");
      if (!repeated && !(i == 0 && parts[i].isEmpty())) {
        kept.append(kept.isEmpty() ? "" : "/").append(parts[i]);
      }
    }
    return kept.toString();
  }

  /** The line that names files that were written; nothing where there are none. */
  static String written(List<Path> files) {
    return files.isEmpty()
        ? ""
        : "written   "
            + files.stream().map(Path::toString).collect(Collectors.joining(", "))
            + "\n";
  }

  /** Lines of at most {@code width} characters, cut between words, each indented. */
  static String wrapped(List<String> words, String indent, int width) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (String word : words) {
      boolean fits = column > 0 && column + 1 + word.length() <= width;
      out.append(fits ? " " : column == 0 ? indent : "\n" + indent).append(word);
      column = (fits ? column + 1 : indent.length()) + word.length();
    }
    return out.append('\n').toString();
  }
}
