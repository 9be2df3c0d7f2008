package dev.twobit.search.inherit;

import dev.twobit.network.WeightTensor;
import java.util.Random;

/**
 * The weights of a layer whose rows or columns have copies (search/docs/methods.md#split-channels):
 * each copy's is moved by another part of what one level covers, so that copies are rounded at
 * different places and their sum has levels between those of one weight.
 *
 * @param rows of what the layer writes
 * @param columns of what it reads
 * @param spacing between latent values at which a weight's level changes; 0 where it is not
 *     quantized
 * @param scaleIsFree whether what follows does not mind a factor on all that the layer writes
 */
record SplitWeights(
    ChannelCopies rows, ChannelCopies columns, double spacing, boolean scaleIsFree) {

  /**
   * @param old the trained network's, whose entries each move one way or the other, by chance, so
   *     that what the moves add to a sum is 0 on average
   * @param now the derived network's, each a copy; written over
   */
  void split(WeightTensor old, WeightTensor now, WeightSources sources, Random random) {
    boolean[] up = new boolean[old.values().length];
    for (int i = 0; i < up.length; i++) {
      up[i] = random.nextBoolean();
    }
    int area = Kernels.area(now);
    int width = columns.count().length;
    int oldWidth = old.shape().dim(1);
    boolean divided = !(scaleIsFree && columns.isUniform());
    float[] values = now.values();
    for (int at = 0; at < values.length; at++) {
      int row = at / (width * area);
      int column = at / area % width;
      int from =
          (sources.rows().from()[row] * oldWidth + sources.columns().from()[column]) * area
              + at % area;
      double offset = spacing * offset(row, column);
      double value = divided ? values[at] / columns.count()[column] : values[at];
      values[at] = (float) (up[from] ? value + offset : value - offset);
    }
  }

  /** Of all copies of one weight, those of its row times those of its column. */
  private double offset(int row, int column) {
    int copies = rows.count()[row] * columns.count()[column];
    int place = rows.place()[row] * columns.count()[column] + columns.place()[column];
    return (place - (copies - 1) / 2.0) / copies;
  }
}
