package dev.twobit.search.exam;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network that judges are examined with.
 *
 * @param widths channels by unit, in network order
 * @param original whether it is the network as it is
 * @param budgetShare of the budget that it uses most of, 0..1
 * @param macs multiply-accumulates
 * @param params parameters
 * @param value kept importance and the logarithm of multiply-accumulates, before anything is judged
 */
public record ExamNetwork(
    Map<String, Integer> widths,
    boolean original,
    double budgetShare,
    double macs,
    double params,
    double value) {
  public ExamNetwork {
    widths = Collections.unmodifiableMap(new LinkedHashMap<>(widths));
  }
}
