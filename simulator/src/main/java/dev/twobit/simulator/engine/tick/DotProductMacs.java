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
  private final int stride;
  private final boolean plain;
  private final long[] activations;
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
    this.stride = Lanes.BLOCK * lanes.blocks();
    this.plain = lanes.isPlain();
    this.activations = new long[lanes.offsets.length];
    this.accumulators = new int[stripe * stride];
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
    int base = (number - 1) * stride;
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
    if (plain) {
      if (padding) {
        Arrays.fill(activations, 0, count, data.padCode());
      } else {
        data.codes(pixel + lanes.offsets[0], count, activations);
      }
      return true;
    }
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

  /**
   * Each long is two sums: neither leaves 32 bits, as {@link TickEngine} lets no layer through
   * whose accumulators might.
   */
  private void multiply(int base) {
    long[] held = lanes.weights;
    long[] given = activations;
    int count = lanes.count();
    for (int block = 0; block < lanes.blocks(); block++) {
      int begin = lanes.block(block);
      long s0 = 0;
      long s1 = 0;
      long s2 = 0;
      long s3 = 0;
      for (int lane = 0; lane < count; lane++) {
        long a = given[lane];
        int w = begin + Lanes.PAIRS * lane;
        s0 += a * held[w];
        s1 += a * held[w + 1];
        s2 += a * held[w + 2];
        s3 += a * held[w + 3];
      }
      int at = base + Lanes.BLOCK * block;
      add(at, s0);
      add(at + 2, s1);
      add(at + 4, s2);
      add(at + 6, s3);
    }
  }

  private void add(int at, long sums) {
    int low = (int) sums;
    accumulators[at] += low;
    accumulators[at + 1] += (int) (sums - low >> Integer.SIZE);
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
