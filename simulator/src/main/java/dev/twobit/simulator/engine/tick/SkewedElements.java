package dev.twobit.simulator.engine.tick;

import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.array.WeightTiles;
import java.util.Arrays;

/**
 * What both kinds of PE grids have: vectors on their way through it, each in the slot of the clock
 * it entered at, which is written again once it has left the last PE.
 */
abstract class SkewedElements implements ProcessingElements {
  /**
   * What the grid is wired to.
   *
   * @param bandPixels the first output pixel of each band
   */
  @SuppressWarnings("ArrayRecordComponent") // shared, never written, never compared
  record Wiring(
      WeightTiles tiles,
      SystolicMapping mapping,
      SystolicOperands operands,
      Sums sums,
      int[] bandPixels,
      int nativeWeightSlices,
      int nativeActivationWidth) {}

  final WeightTiles tiles;
  final SystolicMapping mapping;
  final SystolicOperands operands;
  final Sums sums;
  final int[] bandPixels;
  final int rows;
  final int columns;
  final int period;
  final Fold[] folds;
  final int[] vectors;
  private final Wiring wiring;
  private long readBits;
  private long products;

  SkewedElements(Wiring wiring) {
    this.wiring = wiring;
    this.tiles = wiring.tiles();
    this.mapping = wiring.mapping();
    this.operands = wiring.operands();
    this.sums = wiring.sums();
    this.bandPixels = wiring.bandPixels();
    this.rows = mapping.rows();
    this.columns = mapping.columns();
    this.period = rows + columns;
    this.folds = new Fold[period];
    this.vectors = new int[period];
    Arrays.fill(vectors, -1);
  }

  final int slot(long clock) {
    return (int) ((clock + period) % period);
  }

  final void countRead(long bits) {
    readBits += bits;
  }

  /** Pairs of operands that a vector multiplies, each in as many native products as it takes. */
  final void countProducts(Fold fold, long pairs) {
    products +=
        pairs
            * operands.products(fold, wiring.nativeWeightSlices(), wiring.nativeActivationWidth());
  }

  @Override
  public final long readBits() {
    return readBits;
  }

  @Override
  public final long products() {
    return products;
  }
}
