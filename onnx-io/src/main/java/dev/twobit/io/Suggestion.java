package dev.twobit.io;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** "did you mean", for keys and names. */
public final class Suggestion {
  /** Longer lists fill a terminal. */
  private static final int LONGEST_LIST = 200;

  private Suggestion() {}

  /**
   * What might have been meant by a name that is not among those known: {@code "did you mean 'x'?"}
   * of the nearest, or {@code "expected one of a, b"} if none is near, of many the first.
   */
  public static String among(String found, Collection<String> known) {
    String near = nearest(found, known);
    if (!near.isEmpty()) {
      return near.substring("; ".length());
    }
    String all = String.join(", ", known);
    return "expected one of " + (all.length() <= LONGEST_LIST ? all : first(known));
  }

  private static String first(Collection<String> known) {
    StringBuilder list = new StringBuilder();
    int named = 0;
    for (String name : known) {
      if (list.length() + name.length() > LONGEST_LIST) {
        break;
      }
      list.append(name).append(", ");
      named++;
    }
    return list + "and " + (known.size() - named) + " more";
  }

  /**
   * {@code "; did you mean 'x'?"} for the nearest of {@code known}, by letters or as its longer
   * form, or nothing if none is near.
   */
  public static String nearest(String found, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(k -> distance(found, k)))
        .filter(k -> distance(found, k) <= Math.max(2, found.length() / 3))
        .or(() -> known.stream().filter(k -> isBegun(found, k)).findFirst())
        .map(k -> "; did you mean '" + k + "'?")
        .orElse("");
  }

  private static boolean isBegun(String found, String known) {
    return found.length() >= 3
        && known.toLowerCase(Locale.ROOT).startsWith(found.toLowerCase(Locale.ROOT));
  }

  /** Levenshtein distance, letter case aside. */
  static int distance(String a, String b) {
    String x = a.toLowerCase(Locale.ROOT);
    String y = b.toLowerCase(Locale.ROOT);
    int[] row = new int[y.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= x.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        int change = x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
        diagonal = above;
      }
    }
    return row[y.length()];
  }
}
