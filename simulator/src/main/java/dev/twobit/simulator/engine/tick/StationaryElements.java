package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig.Dataflow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * PEs that hold one operand, weights or activations, while vectors of the other enter row by row, a
 * clock later each row, and move right; partial sums move down. Each PE has two banks for what it
 * holds: the vector that passes says which one it means, so the next fold is loaded while this one
 * streams. A load enters column by column behind the vectors, and is in place after as many clocks
 * as there are rows.
 */
final class StationaryElements extends SkewedElements {
  /** A load and the clock it began. */
  private record Load(Fold fold, int bank, long begin) {}

  private final boolean weightsHeld;

  private final int[][] held;
  private final int[][] moving;
  private final int[][] partial;
  private final int[] activationSums;
  private final int[] banks;
  private final Deque<Load> loads = new ArrayDeque<>();
  private int loadBank = 1;
  private int streamBank = 1;

  StationaryElements(Dataflow dataflow, Wiring wiring) {
    super(wiring);
    this.weightsHeld = dataflow == Dataflow.WEIGHT_STATIONARY;
    this.held = new int[2][rows * columns];
    this.moving = new int[rows][period];
    this.partial = new int[rows][columns];
    this.activationSums = new int[rows];
    this.banks = new int[period];
  }

  @Override
  public void load(Fold fold, long clock) {
    loadBank = 1 - loadBank;
    loads.addLast(new Load(fold, loadBank, clock));
    long words = (long) tiles.windowOf(fold.weights().windowTile()) * heldColumns(fold);
    countRead(words * (weightsHeld ? mapping.weightWidth() : mapping.activationWidth()));
  }

  /** Kernels or pixels side by side. */
  private int heldColumns(Fold fold) {
    return weightsHeld ? tiles.kernelsOf(fold.weights().kernelTile()) : fold.pixels();
  }

  @Override
  public void inject(Fold fold, int vector, long clock) {
    streamBank = vector == 0 ? 1 - streamBank : streamBank;
    int slot = (int) (clock % period);
    int real = tiles.windowOf(fold.weights().windowTile());
    for (int i = 0; i < rows; i++) {
      moving[i][slot] =
          i >= real
              ? 0
              : weightsHeld
                  ? operands.activation(fold, i, fold.firstPixel() + vector)
                  : operands.weight(fold, i, vector);
    }
    folds[slot] = fold;
    vectors[slot] = vector;
    banks[slot] = streamBank;
    countRead((long) real * (weightsHeld ? mapping.activationWidth() : mapping.weightWidth()));
    countProducts(fold, (long) real * heldColumns(fold));
  }

  @Override
  public int clock(long clock) {
    int ended = capture(clock);
    for (int i = rows - 1; i >= 0; i--) {
      multiplyRow(i, clock);
    }
    for (int j = 0; j < columns; j++) {
      int slot = slot(clock - (rows - 1) - j);
      if (vectors[slot] >= 0 && j < heldColumns(folds[slot])) {
        bottom(folds[slot], vectors[slot], j);
      }
    }
    if (weightsHeld) {
      int slot = slot(clock - (rows - 1));
      if (vectors[slot] >= 0 && operands.addsUp(folds[slot])) {
        int pixel = bandPixels[folds[slot].band()] + vectors[slot];
        sums.addActivations(folds[slot], pixel, activationSums[rows - 1]);
      }
    }
    // The oldest slot has left the last PE and is the next to be written.
    vectors[slot(clock + 1)] = -1;
    return ended;
  }

  private void multiplyRow(int i, long clock) {
    int[] row = partial[i];
    int[] values = moving[i];
    for (int j = 0; j < columns; j++) {
      int slot = slot(clock - i - j);
      int sum = i == 0 ? 0 : partial[i - 1][j];
      row[j] = vectors[slot] < 0 ? 0 : sum + values[slot] * held[banks[slot]][i * columns + j];
    }
    int slot = slot(clock - i);
    int above = i == 0 ? 0 : activationSums[i - 1];
    activationSums[i] = vectors[slot] < 0 ? 0 : above + values[slot];
  }

  private void bottom(Fold fold, int vector, int column) {
    int first = bandPixels[fold.band()] + fold.firstPixel();
    int value = partial[rows - 1][column];
    if (weightsHeld) {
      sums.add(fold, column, first + vector, value);
    } else {
      sums.add(fold, vector, first + column, value);
    }
  }

  /** Columns whose operands are all in place take them into their bank. */
  private int capture(long clock) {
    int ended = 0;
    for (Iterator<Load> each = loads.iterator(); each.hasNext(); ) {
      Load load = each.next();
      long column = clock - load.begin - (rows - 1);
      if (column >= 0 && column < columns) {
        capture(load, (int) column);
      }
      if (column == columns - 1) {
        each.remove();
        ended++;
      }
    }
    return ended;
  }

  private void capture(Load load, int column) {
    Fold fold = load.fold;
    boolean real = column < heldColumns(fold);
    int window = tiles.windowOf(fold.weights().windowTile());
    int sum = 0;
    for (int i = 0; i < rows; i++) {
      int value = 0;
      if (real && i < window) {
        value =
            weightsHeld
                ? operands.weight(fold, i, column)
                : operands.activation(fold, i, fold.firstPixel() + column);
      }
      held[load.bank][i * columns + column] = value;
      sum += value;
    }
    if (real && !weightsHeld && operands.addsUp(fold)) {
      sums.addActivations(fold, bandPixels[fold.band()] + fold.firstPixel() + column, sum);
    }
  }
}
