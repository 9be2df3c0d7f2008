package dev.twobit.simulator.engine.tick;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Walks kernel groups, stripes, channel blocks, window rows and columns, passes
 * (simulator/docs/nvdla-rtl.md#stripes) and sends one output position a clock to the array. An
 * operation waits for the input and its weights, of which a kernel a clock goes into the MACs'
 * shadow registers; the last of a stripe also for as many accumulator credits as it has positions.
 */
final class Sequencer {
  /** Loop bounds of one band. */
  record Loops(int kernelGroups, int positions, int blocks, int rows, int columns, int passes) {}

  private final Loops loops;
  private final int atomicKernels;
  private final DataBuffer data;
  private final WeightBuffer weights;
  private final DelayLine toArray;
  private final Deque<Operation> taken = new ArrayDeque<>();
  private final Credits credits;

  private int group;
  private Operation.Stripe stripe;
  private int block;
  private int row;
  private int column;
  private int pass;

  /** The kernel group whose weights go into the shadow registers, and its kernels in them. */
  private int nextGroup;

  private int loaded;

  private boolean started;
  private int busy;
  private int positions;
  private long firstTaken;
  private long sent = Long.MAX_VALUE;
  private long creditStall;
  private long weightStall;
  private long operations;

  Sequencer(
      Loops loops,
      int atomicKernels,
      Credits credits,
      DataBuffer data,
      WeightBuffer weights,
      DelayLine toArray) {
    this.loops = loops;
    this.atomicKernels = atomicKernels;
    this.credits = credits;
    this.data = data;
    this.weights = weights;
    this.toArray = toArray;
    this.stripe = stripe(0);
  }

  /** The stripe that begins at a position. */
  private Operation.Stripe stripe(int begin) {
    int remaining = loops.positions() - begin;
    if (remaining >= 4 * atomicKernels) {
      return new Operation.Stripe(begin, 2 * atomicKernels);
    }
    return new Operation.Stripe(begin, remaining <= 2 * atomicKernels ? remaining : atomicKernels);
  }

  /** One clock. */
  void clock(long clock) {
    if (isThrough()) {
      return;
    }
    boolean working = busy > 0 || take(clock);
    if (loaded < weights.kernelsOf(nextGroup) && data.isComplete() && weights.holds(nextGroup)) {
      loaded++;
    }
    if (!working) {
      return;
    }
    if (positions < stripe.length()) {
      positions++;
      toArray.push(positions);
    }
    busy--;
    if (busy == 0) {
      next();
    }
  }

  private boolean take(long clock) {
    if (loaded < weights.kernelsOf(group)) {
      weightStall += started ? 1 : 0;
      return false;
    }
    boolean first = block == 0 && row == 0 && column == 0 && pass == 0;
    boolean last =
        block == loops.blocks() - 1
            && row == loops.rows() - 1
            && column == loops.columns() - 1
            && pass == loops.passes() - 1;
    if (last && !credits.take(stripe.length())) {
      creditStall += started ? 1 : 0;
      return false;
    }
    if (!started) {
      firstTaken = clock;
    }
    boolean atEnd = stripe.begin() + stripe.length() == loops.positions();
    if (last && atEnd && group == loops.kernelGroups() - 1) {
      sent = clock + stripe.length();
    }
    taken.addLast(new Operation(group, block, row, column, pass, stripe, first, last));
    operations++;
    started = true;
    loaded = 0;
    nextGroup = last && atEnd ? group + 1 : group;
    busy = Math.max(atomicKernels, stripe.length());
    positions = 0;
    return true;
  }

  private void next() {
    if (++pass < loops.passes()) {
      return;
    }
    pass = 0;
    if (++column < loops.columns()) {
      return;
    }
    column = 0;
    if (++row < loops.rows()) {
      return;
    }
    row = 0;
    if (++block < loops.blocks()) {
      return;
    }
    block = 0;
    int next = stripe.begin() + stripe.length();
    if (next == loops.positions()) {
      next = 0;
      group++;
      weights.release();
    }
    stripe = stripe(next);
  }

  /** All operations are taken and over. */
  boolean isThrough() {
    return group == loops.kernelGroups();
  }

  /** Kernel groups that it is done with. */
  int groupsDone() {
    return group;
  }

  /** Clock in which its first operation was taken. */
  long firstTaken() {
    return firstTaken;
  }

  /** The clock after the one in which the last position is sent; of any until that is known. */
  long sent() {
    return sent;
  }

  /** Operations on their way to the array, oldest first. */
  Deque<Operation> taken() {
    return taken;
  }

  /** Clocks in which an operation was ready but for credits. */
  long creditStall() {
    return creditStall;
  }

  /** Clocks after the first operation in which the next waited for weights. */
  long weightStall() {
    return weightStall;
  }

  long operations() {
    return operations;
  }
}
