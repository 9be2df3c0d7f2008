package dev.twobit.io;

import java.util.Collection;
import java.util.Comparator;

/** "did you mean", for keys and names. */
public final class Suggestion {
  private Suggestion() {}

  /** {@code "; did you mean 'x'?"} for the nearest of {@code known}, or nothing if none is near. */
  public static String nearest(String found, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(k -> distance(found, k)))
        .filter(k -> distance(found, k) <= Math.max(2, found.length() / 3))
        .map(k -> "; did you mean '" + k + "'?")
        .orElse("");
  }

  /** Levenshtein distance, letter case aside. */
  static int distance(String a, String b) {
    String x = a.toLowerCase(java.util.Locale.ROOT);
    String y = b.toLowerCase(java.util.Locale.ROOT);
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
