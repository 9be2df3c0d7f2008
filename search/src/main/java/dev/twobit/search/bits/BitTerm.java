package dev.twobit.search.bits;

import java.util.Arrays;

/**
 * A part of a sum of costs, by the candidates of the layers that it depends on.
 *
 * @param layers indices of these, ascending; none: it is the same for all
 * @param costs by kind, then by the candidates of the layers: the first layer's counts most, as
 *     digits do
 */
@SuppressWarnings("ArrayRecordComponent") // tables, read only
record BitTerm(int[] layers, double[][] costs) {
  /** The last layer it depends on; -1 for none. */
  int last() {
    return layers.length == 0 ? -1 : layers[layers.length - 1];
  }

  /** The first kind alone, in parts of a whole. */
  BitTerm dividedBy(double whole) {
    return new BitTerm(
        layers, new double[][] {Arrays.stream(costs[0]).map(c -> c / whole).toArray()});
  }

  /** Position of a choice in the table. */
  int at(int[] choice, int candidates) {
    int index = 0;
    for (int layer : layers) {
      index = index * candidates + choice[layer];
    }
    return index;
  }
}
