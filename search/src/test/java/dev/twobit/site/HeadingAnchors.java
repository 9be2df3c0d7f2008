package dev.twobit.site;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Anchors of one page's headings, in the order of the page, as code hosts make them. */
public final class HeadingAnchors {
  private final Set<String> taken = new HashSet<>();

  /** The anchor of the next heading with these words; a number tells repeated ones apart. */
  public String next(String words) {
    String anchor =
        words.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    String free = anchor;
    for (int i = 1; !taken.add(free); i++) {
      free = anchor + "-" + i;
    }
    return free;
  }

  /** All that were given. */
  public Set<String> all() {
    return Set.copyOf(taken);
  }
}
