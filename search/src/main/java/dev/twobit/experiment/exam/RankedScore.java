package dev.twobit.experiment.exam;

import java.util.List;

/**
 * A score of all networks.
 *
 * @param judge whether a search judges by it; else it is there to be beaten
 * @param goodness of each network, higher is better
 */
record RankedScore(String name, boolean judge, List<Double> goodness) {
  RankedScore {
    goodness = List.copyOf(goodness);
  }

  double[] of(int[] networks) {
    double[] values = new double[networks.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = goodness.get(networks[i]);
    }
    return values;
  }
}
