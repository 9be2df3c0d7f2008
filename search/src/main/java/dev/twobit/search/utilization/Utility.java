package dev.twobit.search.utilization;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Tells what parts of a network are worth: its loss with and without them. */
@FunctionalInterface
interface Utility {
  /**
   * Held-out cross-entropy, nats an image, of a network and of what is left of it at narrower
   * widths, in this order; the same for the same arguments, to the bit.
   *
   * @param widths of all units
   * @param narrowed widths of all units, each with some that are narrower and none that is wider
   */
  List<Double> losses(Map<String, Integer> widths, List<Map<String, Integer>> narrowed)
      throws IOException;
}
