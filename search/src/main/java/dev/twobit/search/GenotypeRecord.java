package dev.twobit.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Winner takes all after a search epoch.
 *
 * @param epoch 1-based
 * @param widths by unit
 * @param accuracy top-1 of that epoch on the architecture's half under sampled widths, 0..1
 * @param inBand the derived network, simulated, is within every budget's band
 */
public record GenotypeRecord(
    int epoch, Map<String, Integer> widths, double accuracy, boolean inBand) {
  public GenotypeRecord {
    widths = Collections.unmodifiableMap(new LinkedHashMap<>(widths));
  }
}
