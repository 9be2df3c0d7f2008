package dev.twobit.search.contest;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A network to be trained and scored.
 *
 * @param widths channels by unit
 * @param epochs of training; 0: calibrated only, or of the survey's images alone where the steps
 *     are scored
 * @param seed of new weights and of the order of images
 * @param part of the held-out images that is scored
 */
public record Judging(Map<String, Integer> widths, int epochs, long seed, HeldOut.Part part) {
  public Judging {
    widths = Collections.unmodifiableMap(new TreeMap<>(widths));
  }

  /** What tells it from all others, as a text without line ends. */
  public String key() {
    return widths.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(
            Collectors.joining(",", "", "; " + epochs + " epochs; seed " + seed + "; " + part));
  }
}
