package dev.twobit.simulator.engine.tick;

/**
 * PEs that hold a sum each: activations of a pixel enter at the left, a clock later each row,
 * weights of a kernel at the top, a clock later each column; both move on a PE a clock. The first
 * vector of a tile restarts a sum, the last takes it out.
 */
final class OutputElements extends SkewedElements {
  private final int[][] left;
  private final int[][] top;
  private final int[][] held;
  private final int[] activationSums;

  OutputElements(Wiring wiring) {
    super(wiring);
    this.left = new int[rows][period];
    this.top = new int[columns][period];
    this.held = new int[rows][columns];
    this.activationSums = new int[rows];
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
    countRead(
        (long) fold.pixels() * mapping.activationWidth() + (long) kernels * mapping.weightWidth());
    countProducts(fold, (long) fold.pixels() * kernels);
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
}
