package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig.Dataflow;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Complete result vectors between the systolic array and the post-processor, in the order of their
 * folds. As deep as it needs to be.
 */
final class ResultQueue {
  /** Result vectors of one fold. */
  private static final class Burst {
    private final Fold fold;
    private final int size;
    private int there;
    private int taken;

    Burst(Fold fold, int size) {
      this.fold = fold;
      this.size = size;
    }
  }

  private final boolean outputStationary;
  private final DelayLine pipeline;
  private final Deque<Burst> bursts = new ArrayDeque<>();

  /**
   * @param rows and {@code columns} of PEs that a result passes
   */
  ResultQueue(Dataflow dataflow, int rows, int columns) {
    this.outputStationary = dataflow == Dataflow.OUTPUT_STATIONARY;
    // Stationary operands: down all rows and across all columns. Else across the columns only: the
    // first row's sums are complete first, one row a clock follows. The register at the edge of the
    // array is the first of the way.
    this.pipeline = new DelayLine(outputStationary ? columns - 1 : rows + columns - 2);
  }

  /** A vector entered the array. */
  void entered(Fold fold, int vector) {
    if (!fold.last().ofSums() || outputStationary && vector < fold.vectors() - 1) {
      return;
    }
    if (outputStationary || vector == 0) {
      bursts.addLast(new Burst(fold, outputStationary ? fold.pixels() : fold.vectors()));
    }
    pipeline.push(1);
  }

  void clock() {
    int came = pipeline.advance();
    for (Burst burst : bursts) {
      if (outputStationary && burst.there > 0 && burst.there < burst.size) {
        burst.there++;
      } else if (came > 0 && burst.there < burst.size) {
        burst.there++;
        came = 0;
      }
    }
  }

  boolean hasNext() {
    return !bursts.isEmpty() && bursts.getFirst().taken < bursts.getFirst().there;
  }

  /** Fold of the next result vector. */
  Fold fold() {
    return bursts.getFirst().fold;
  }

  /** Which of the fold's result vectors is next. */
  int vector() {
    return bursts.getFirst().taken;
  }

  void take() {
    Burst burst = bursts.getFirst();
    burst.taken++;
    if (burst.taken == burst.size) {
      bursts.removeFirst();
    }
  }
}
