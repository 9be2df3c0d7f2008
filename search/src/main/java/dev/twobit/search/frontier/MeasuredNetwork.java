package dev.twobit.search.frontier;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network of a space and its costs as multiples of the original's.
 *
 * @param widths by unit
 * @param macs multiply-accumulates
 * @param params parameters
 * @param latency clocks of the layers one by one
 * @param whole clocks of the layers back to back
 */
public record MeasuredNetwork(
    Map<String, Integer> widths, double macs, double params, double latency, double whole) {
  public MeasuredNetwork {
    widths = Collections.unmodifiableMap(new LinkedHashMap<>(widths));
  }
}
