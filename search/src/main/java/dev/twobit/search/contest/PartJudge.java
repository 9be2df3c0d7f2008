package dev.twobit.search.contest;

import java.util.Map;

/** Says how good a network is as a part of a super-net. */
@FunctionalInterface
public interface PartJudge {
  /**
   * Held-out cross-entropy, nats an image; the same for the same arguments, to the bit.
   *
   * @param widths of all units
   */
  double loss(Map<String, Integer> widths, Sieve sieve);
}
