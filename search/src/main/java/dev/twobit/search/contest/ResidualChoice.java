package dev.twobit.search.contest;

import dev.twobit.search.SearchTask;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Bits of the residual path, or the number of a choice of bits of layers, as one more entry of a
 * network's widths: networks of equal widths and other bits are other networks, and scores go with
 * bits as they go with widths.
 */
public final class ResidualChoice {
  private static final String ENTRY = "residual bits";

  private static final String PLAN = "bit plan";

  private ResidualChoice() {}

  /** Widths at the bits of an alternative. */
  public static Map<String, Integer> with(
      Map<String, Integer> widths, SearchTask.Alternative choice) {
    if (choice.bitPlan() == 0) {
      return with(widths, choice.residualBits());
    }
    Map<String, Integer> all = new LinkedHashMap<>(widths);
    all.put(PLAN, choice.bitPlan());
    return all;
  }

  /** All that is said of bits; equal for networks of equal bits, empty where none are searched. */
  public static Map<String, Integer> entries(Map<String, Integer> widths) {
    Map<String, Integer> entries = new LinkedHashMap<>(widths);
    entries.keySet().retainAll(Set.of(ENTRY, PLAN));
    return entries;
  }

  /** Widths of channels at what another network's entries say of bits. */
  public static Map<String, Integer> like(
      Map<String, Integer> channels, Map<String, Integer> other) {
    Map<String, Integer> all = new LinkedHashMap<>(channels);
    all.putAll(entries(other));
    return all;
  }

  /** Number of the choice of bits of layers; empty where these are not searched. */
  public static Optional<Integer> plan(Map<String, Integer> widths) {
    return Optional.ofNullable(widths.get(PLAN));
  }

  /** Widths at these bits. */
  public static Map<String, Integer> with(Map<String, Integer> widths, int bits) {
    Map<String, Integer> all = new LinkedHashMap<>(widths);
    all.put(ENTRY, bits);
    return all;
  }

  /** Of the residual path; empty where they are not searched. */
  public static Optional<Integer> bits(Map<String, Integer> widths) {
    return Optional.ofNullable(widths.get(ENTRY));
  }

  /** Channels by unit alone. */
  public static Map<String, Integer> channels(Map<String, Integer> widths) {
    Map<String, Integer> channels = new LinkedHashMap<>(widths);
    channels.remove(ENTRY);
    channels.remove(PLAN);
    return channels;
  }
}
