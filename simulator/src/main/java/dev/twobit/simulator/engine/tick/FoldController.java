package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.ArrayConfig.FoldOverlap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Starts loads and streams of the systolic array. With preloading a fold's stationary operand comes
 * in while the fold before streams, and streams follow each other without a gap; without, every
 * fold waits until the array is empty.
 */
final class FoldController {
  private final List<Fold> folds;
  private final Dataflow dataflow;
  private final boolean preload;
  private final int loadClocks;
  private final SystolicOperands operands;
  private final TileBuffer weights;
  private final ProcessingElements elements;
  private final DelayLine inArray;
  private final ResultQueue results;
  private final Deque<Fold> loading = new ArrayDeque<>();

  private int nextLoad;
  private int loaded;
  private int loadLeft;
  private int stream;
  private int vector;
  private int inFlight;
  private int bandsDone;
  private boolean started;
  private long loadWait;
  private long operandStall;
  private long streamed;

  /**
   * @param inArray clocks from a vector's entry to its leaving the array at the last PE
   */
  FoldController(
      List<Fold> folds,
      Dataflow dataflow,
      FoldOverlap overlap,
      int rows,
      SystolicOperands operands,
      TileBuffer weights,
      ProcessingElements elements,
      DelayLine inArray,
      ResultQueue results) {
    this.folds = folds;
    this.dataflow = dataflow;
    this.preload = overlap == FoldOverlap.PRELOAD;
    this.loadClocks = rows;
    this.operands = operands;
    this.weights = weights;
    this.elements = elements;
    this.inArray = inArray;
    this.results = results;
  }

  void clock(long clock) {
    inFlight -= inArray.advance();
    boolean waits = false;
    boolean injected = false;
    if (mayStream()) {
      injected = hasVector();
      waits = !injected;
      if (injected) {
        inject(clock);
      }
    }
    if (dataflow != Dataflow.OUTPUT_STATIONARY) {
      waits |= load(clock);
    }
    if (!started) {
      loadWait++;
    } else if (!injected && waits) {
      operandStall++;
    }
    for (int ended = elements.clock(clock); ended > 0; ended--) {
      // Weights of which all columns are in place are no longer needed in the buffer.
      if (loading.removeFirst().last().ofTile() && dataflow == Dataflow.WEIGHT_STATIONARY) {
        weights.release();
      }
    }
  }

  private boolean mayStream() {
    if (stream == folds.size()) {
      return false;
    }
    if (dataflow == Dataflow.OUTPUT_STATIONARY) {
      return preload || vector > 0 || inFlight == 0;
    }
    return stream < loaded;
  }

  private boolean hasVector() {
    Fold fold = folds.get(stream);
    return switch (dataflow) {
      case WEIGHT_STATIONARY -> operands.hasPixel(fold.band(), fold.firstPixel() + vector);
      case INPUT_STATIONARY -> operands.hasTile(fold.weights().tile());
      case OUTPUT_STATIONARY ->
          operands.hasTile(fold.weights().tile())
              && operands.hasPixel(fold.band(), fold.firstPixel() + fold.pixels() - 1);
    };
  }

  private void inject(long clock) {
    Fold fold = folds.get(stream);
    started = true;
    elements.inject(fold, vector, clock);
    inArray.push(1);
    inFlight++;
    streamed++;
    results.entered(fold, vector);
    vector++;
    if (vector < fold.vectors()) {
      return;
    }
    vector = 0;
    stream++;
    if (fold.last().ofTile() && dataflow != Dataflow.WEIGHT_STATIONARY) {
      weights.release();
    }
    bandsDone += fold.last().ofBand() ? 1 : 0;
  }

  /** Starts or goes on with a load; whether one waits for its operand. */
  private boolean load(long clock) {
    boolean waits = false;
    if (loadLeft == 0 && nextLoad < folds.size() && hasFreeBank()) {
      Fold fold = folds.get(nextLoad);
      boolean there =
          dataflow == Dataflow.WEIGHT_STATIONARY
              ? operands.hasTile(fold.weights().tile())
              : operands.hasPixel(fold.band(), fold.firstPixel() + fold.pixels() - 1);
      if (there) {
        elements.load(fold, clock);
        loading.addLast(fold);
        nextLoad++;
        loadLeft = loadClocks;
        started = true;
      }
      waits = !there;
    }
    if (loadLeft > 0) {
      loadLeft--;
      loaded += loadLeft == 0 ? 1 : 0;
    }
    return waits;
  }

  private boolean hasFreeBank() {
    boolean before = stream == nextLoad || stream == nextLoad - 1 && vector > 0;
    return nextLoad == 0 || (preload ? before : stream == nextLoad && inFlight == 0);
  }

  /** All folds have streamed and left the array. */
  boolean isDone() {
    return stream == folds.size() && inFlight == 0;
  }

  int bandsDone() {
    return bandsDone;
  }

  /** Clocks before the first operand was there. */
  long loadWait() {
    return loadWait;
  }

  /** Clocks without a vector because an operand was missing. */
  long operandStall() {
    return operandStall;
  }

  /** Clocks in which a vector entered. */
  long streamed() {
    return streamed;
  }
}
