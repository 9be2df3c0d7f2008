package dev.twobit.simulator.engine.tick;

import dev.twobit.network.Window;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Arrays;
import java.util.Deque;

/**
 * The multipliers and their adders: each clock one output position against the weights that the
 * lanes hold, added to the position's accumulators; the last operation of a stripe hands them on.
 */
final class DotProductMacs {
  private final LayerWorkload.Convolution layer;
  private final Window window;
  private final Band band;
  private final boolean packed;
  private final DataBuffer data;
  private final WeightBuffer weights;
  private final Deque<Operation> operations;
  private final Lanes lanes;
  private final int columns;
  private final int[] activations;
  private final int[] accumulators;
  private final Accumulators complete;
  private Operation operation =
      new Operation(0, 0, 0, 0, 0, new Operation.Stripe(0, 0), true, true);
  private long active;
  private long products;

  DotProductMacs(
      LayerWorkload.Convolution layer,
      Band band,
      DotProductMapping mapping,
      DataBuffer data,
      WeightBuffer weights,
      Deque<Operation> operations,
      Lanes lanes,
      Accumulators complete,
      int stripe) {
    this.layer = layer;
    this.window = layer.window();
    this.band = band;
    this.packed = mapping.packed();
    this.data = data;
    this.weights = weights;
    this.operations = operations;
    this.lanes = lanes;
    this.complete = complete;
    this.columns = lanes.columnCount();
    this.activations = new int[lanes.offsets.length];
    this.accumulators = new int[stripe * columns];
  }

  /** One clock with the stripe's position {@code number}, from 1; 0 is none. */
  void clock(int number) {
    if (number == 0) {
      return;
    }
    if (number == 1) {
      operation = operations.removeFirst();
      lanes.load(operation, weights, data.pixelStride());
    }
    active++;
    products += (long) lanes.count() * lanes.kernels();
    int base = (number - 1) * columns;
    if (operation.first()) {
      Arrays.fill(accumulators, base, base + columns, 0);
    }
    if (fetch(operation.stripe().begin() + number - 1)) {
      multiply(base);
    }
    if (operation.last()) {
      complete.enter(accumulators, base);
    }
  }

  /** Activations of an output position; false if all are padding that reads 0. */
  private boolean fetch(int position) {
    int y = (band.firstRow() + position / layer.outputWidth()) * window.strideHeight();
    int x = position % layer.outputWidth() * window.strideWidth() - window.padLeft();
    int row = y - window.padTop() + operation.row() * window.dilationHeight();
    int column = x + operation.column() * window.dilationWidth();
    boolean padding =
        row < 0
            || row >= layer.inputHeight()
            || !packed && (column < 0 || column >= layer.inputWidth());
    if (padding && data.padCode() == 0) {
      return false;
    }
    int pixel = data.pixel(row - band.firstInputRow(), column);
    int count = lanes.count();
    for (int lane = 0; lane < count; lane++) {
      boolean outside =
          padding
              || packed
                  && (column + lanes.windowColumns[lane] < 0
                      || column + lanes.windowColumns[lane] >= layer.inputWidth());
      int code = outside ? data.padCode() : data.code(pixel + lanes.offsets[lane]);
      activations[lane] =
          (code >> lanes.activationShifts[lane] & lanes.activationMask)
              << lanes.productShifts[lane];
    }
    return true;
  }

  private void multiply(int base) {
    int[] held = lanes.weights;
    int count = lanes.count();
    int k = 0;
    for (; k + 8 <= columns; k += 8) {
      int s0 = 0;
      int s1 = 0;
      int s2 = 0;
      int s3 = 0;
      int s4 = 0;
      int s5 = 0;
      int s6 = 0;
      int s7 = 0;
      for (int lane = 0, w = k; lane < count; lane++, w += columns) {
        int a = activations[lane];
        s0 += a * held[w];
        s1 += a * held[w + 1];
        s2 += a * held[w + 2];
        s3 += a * held[w + 3];
        s4 += a * held[w + 4];
        s5 += a * held[w + 5];
        s6 += a * held[w + 6];
        s7 += a * held[w + 7];
      }
      int at = base + k;
      accumulators[at] += s0;
      accumulators[at + 1] += s1;
      accumulators[at + 2] += s2;
      accumulators[at + 3] += s3;
      accumulators[at + 4] += s4;
      accumulators[at + 5] += s5;
      accumulators[at + 6] += s6;
      accumulators[at + 7] += s7;
    }
    for (; k < columns; k++) {
      int sum = 0;
      for (int lane = 0; lane < count; lane++) {
        sum += activations[lane] * held[lane * columns + k];
      }
      accumulators[base + k] += sum;
    }
  }

  /** Clocks with valid data. */
  long active() {
    return active;
  }

  /** Products of real channels and kernels, padding included. */
  long products() {
    return products;
  }
}
