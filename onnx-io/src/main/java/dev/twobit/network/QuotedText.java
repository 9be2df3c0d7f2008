package dev.twobit.network;

/**
 * Text of a user's file inside a message of one line: without what would break or turn the line,
 * and cut where it is long.
 */
public final class QuotedText {
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_MESSAGE = 400;
  private static final int TAIL = 100;

  private QuotedText() {}

  /** A name, of at most 80 characters: its beginning. */
  public static String name(String text) {
    return fit(text, LONGEST_NAME, 0);
  }

  /** A message that may quote the file, of at most 400 characters: its beginning and its end. */
  public static String message(String text) {
    return fit(text, LONGEST_MESSAGE, TAIL);
  }

  private static String fit(String text, int longest, int tail) {
    String cut = text;
    if (text.length() > longest) {
      cut = text.substring(0, longest - 3 - tail) + "..." + text.substring(text.length() - tail);
    }
    return cut.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]", "?");
  }
}
