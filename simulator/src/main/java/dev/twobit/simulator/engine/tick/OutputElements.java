package dev.twobit.simulator.engine.tick;

import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.array.WeightTiles;
import java.util.Arrays;

/**
 * PEs that hold a sum each: activations of a pixel enter at the left, a clock later each row,
 * weights of a kernel at the top, a clock later each column; both move on a PE a clock. The first
 * vector of a tile restarts a sum, the last takes it out.
 */
final class OutputElements implements ProcessingElements {
  private final WeightTiles tiles;
  private final SystolicOperands operands;
  private final SystolicMapping mapping;
  private final Sums sums;
  private final int[] bandPixels;
  private final int nativeWeightSlices;
  private final int nativeActivationWidth;
  private final int rows;
  private final int columns;
  private final int period;
  private final int[][] left;
  private final int[][] top;
  private final int[][] held;
  private final int[] activationSums;
  private final Fold[] folds;
  private final int[] vectors;
  private long readBits;
  private long products;

  OutputElements(
      WeightTiles tiles,
      SystolicMapping mapping,
      SystolicOperands operands,
      Sums sums,
      int[] bandPixels,
      int nativeWeightSlices,
      int nativeActivationWidth) {
    this.tiles = tiles;
    this.mapping = mapping;
    this.operands = operands;
    this.sums = sums;
    this.bandPixels = bandPixels;
    this.nativeWeightSlices = nativeWeightSlices;
    this.nativeActivationWidth = nativeActivationWidth;
    this.rows = mapping.rows();
    this.columns = mapping.columns();
    this.period = rows + columns;
    this.left = new int[rows][period];
    this.top = new int[columns][period];
    this.held = new int[rows][columns];
    this.activationSums = new int[rows];
    this.folds = new Fold[period];
    this.vectors = new int[period];
    Arrays.fill(vectors, -1);
  }

  @Override
  public void load(Fold fold, long clock) {
    throw new IllegalStateException("output-stationary PEs load nothing");
  }

  @Override
  public void inject(Fold fold, int vector, long clock) {
    int slot = (int) (clock % period);
    int kernels = tiles.kernelsOf(fold.weights().kernelTile());
    for (int i = 0; i < rows; i++) {
      left[i][slot] =
          i < fold.pixels() ? operands.activation(fold, vector, fold.firstPixel() + i) : 0;
    }
    for (int j = 0; j < columns; j++) {
      top[j][slot] = j < kernels ? operands.weight(fold, vector, j) : 0;
    }
    folds[slot] = fold;
    vectors[slot] = vector;
    readBits +=
        (long) fold.pixels() * mapping.activationWidth() + (long) kernels * mapping.weightWidth();
    products +=
        (long) fold.pixels()
            * kernels
            * operands.products(fold, nativeWeightSlices, nativeActivationWidth);
  }

  @Override
  public int clock(long clock) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int slot = slot(clock - i - j);
        if (vectors[slot] >= 0) {
          step(i, j, slot);
        }
      }
    }
    vectors[slot(clock + 1)] = -1;
    return 0;
  }

  private int slot(long clock) {
    return (int) ((clock + period) % period);
  }

  private void step(int i, int j, int slot) {
    Fold fold = folds[slot];
    boolean first = fold.first() && vectors[slot] == 0;
    held[i][j] = (first ? 0 : held[i][j]) + left[i][slot] * top[j][slot];
    if (j == 0) {
      int added = operands.addsUp(fold) ? left[i][slot] : 0;
      activationSums[i] = (first ? 0 : activationSums[i]) + added;
    }
    if (!fold.last().ofSums() || vectors[slot] < fold.vectors() - 1 || i >= fold.pixels()) {
      return;
    }
    int pixel = bandPixels[fold.band()] + fold.firstPixel() + i;
    if (j < tiles.kernelsOf(fold.weights().kernelTile())) {
      sums.set(fold, j, pixel, held[i][j]);
    }
    if (j == 0) {
      sums.setActivations(fold, pixel, activationSums[i]);
    }
  }

  @Override
  public long readBits() {
    return readBits;
  }

  @Override
  public long products() {
    return products;
  }
}
