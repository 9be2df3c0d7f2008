package dev.twobit.experiment.simulation;

import java.util.List;

/**
 * Pairs of networks that two orders have the other way round. Networks that cost the same in either
 * order are in no order there, and change no places.
 *
 * @param largestLoss of the cheaper by the first order over the cheaper by the second, as the
 *     second has them, less 1; 0 if none changes
 */
record PlaceChanges(long pairs, long changed, double largestLoss) {
  /**
   * @param first what each network costs by the first order; {@code second} by the second, as long
   */
  static PlaceChanges of(List<Double> first, List<Double> second) {
    long pairs = 0;
    long changed = 0;
    double largest = 0;
    for (int i = 0; i < first.size(); i++) {
      for (int j = 0; j < i; j++) {
        pairs++;
        double before = first.get(i) - first.get(j);
        double after = second.get(i) - second.get(j);
        if (before < 0 && after > 0 || before > 0 && after < 0) {
          changed++;
          double dearer = Math.max(second.get(i), second.get(j));
          largest = Math.max(largest, dearer / (dearer - Math.abs(after)) - 1);
        }
      }
    }
    return new PlaceChanges(pairs, changed, largest);
  }
}
