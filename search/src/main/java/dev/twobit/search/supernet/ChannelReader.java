package dev.twobit.search.supernet;

import dev.twobit.search.supernet.ChannelPositions.Occurrence;
import java.util.List;

/**
 * A layer that reads the channels of a unit.
 *
 * @param weights changed
 * @param groups of the layer: rows of a group read its channels only
 * @param occurrences of the unit in what it reads
 * @param step of the grid that its weights are rounded to, 0 if it has no zero
 */
record ChannelReader(KernelArray weights, int groups, List<Occurrence> occurrences, double step) {

  /** What is done with the first entry of a row and column, and those behind it. */
  private interface Entry {
    void at(int row, int column);
  }

  private void each(int position, Entry entry) {
    int group = position / weights.columns();
    int rows = weights.rows() / groups;
    for (int row = group * rows; row < (group + 1) * rows; row++) {
      entry.at(row, position % weights.columns());
    }
  }

  /** Largest magnitude that a channel is read with. */
  double largest(int channel) {
    double[] most = {0};
    for (Occurrence o : occurrences) {
      each(
          o.of(channel),
          (row, column) -> {
            for (int i = 0; i < weights.area(); i++) {
              float w = weights.values()[weights.index(row, column) + i];
              most[0] = Math.max(most[0], Math.abs(w));
            }
          });
    }
    return most[0];
  }

  /**
   * Half of a channel's weights goes to its copy; on a grid a quarter of a step apart, so that the
   * rounded halves sum to the rounded whole.
   */
  void split(int channel, int copy) {
    share(channel, copy, 0.5, step / 4);
    scale(channel, 0.5, -step / 4);
  }

  /** A channel and its copies get equal shares. */
  void divide(int channel, List<Integer> copies) {
    double part = 1.0 / (copies.size() + 1);
    copies.forEach(copy -> share(channel, copy, part, 0));
    scale(channel, part, 0);
  }

  private void share(int channel, int copy, double part, double offset) {
    for (Occurrence o : occurrences) {
      if (o.of(copy) / weights.columns() != o.of(channel) / weights.columns()) {
        throw new IllegalStateException("a copy is read by another group of the convolution");
      }
      int distance = (o.of(copy) - o.of(channel)) * weights.area();
      each(
          o.of(channel),
          (row, column) -> {
            int from = weights.index(row, column);
            for (int i = from; i < from + weights.area(); i++) {
              weights.values()[i + distance] = (float) (weights.values()[i] * part + offset);
            }
          });
    }
  }

  private void scale(int channel, double part, double offset) {
    for (Occurrence o : occurrences) {
      each(
          o.of(channel),
          (row, column) -> {
            int from = weights.index(row, column);
            for (int i = from; i < from + weights.area(); i++) {
              weights.values()[i] = (float) (weights.values()[i] * part + offset);
            }
          });
    }
  }
}
