package dev.twobit.search.contest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Bits of the residual path as one more entry of a network's widths: networks of equal widths and
 * other bits are other networks, and scores go with bits as they go with widths.
 */
public final class ResidualChoice {
  private static final String ENTRY = "residual bits";

  private ResidualChoice() {}

  /** Widths at these bits. */
  public static Map<String, Integer> with(Map<String, Integer> widths, int bits) {
    Map<String, Integer> all = new LinkedHashMap<>(widths);
    all.put(ENTRY, bits);
    return all;
  }

  /** Empty where bits are not searched. */
  public static Optional<Integer> bits(Map<String, Integer> widths) {
    return Optional.ofNullable(widths.get(ENTRY));
  }

  /** Channels by unit alone. */
  public static Map<String, Integer> channels(Map<String, Integer> widths) {
    Map<String, Integer> channels = new LinkedHashMap<>(widths);
    channels.remove(ENTRY);
    return channels;
  }
}
