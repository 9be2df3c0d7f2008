package dev.twobit.cli;

/** Strings from files made fit for a terminal. */
final class Text {
  private Text() {}

  /** Control characters, which could steer a terminal, become '?'. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}|[\\u202A-\\u202E\\u2066-\\u2069]", "?");
  }

  /** At most {@code width} characters, the middle left out. */
  static String shortened(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    int head = (width - 1) / 2;
    return text.substring(0, head) + "…" + text.substring(text.length() - (width - 1 - head));
  }
}
