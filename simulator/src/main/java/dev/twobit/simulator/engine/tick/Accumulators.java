package dev.twobit.simulator.engine.tick;

/**
 * Complete accumulators on their way to the post-processor, first in, first out. Credits keep the
 * sequencer from filling it beyond its size.
 */
final class Accumulators {
  private final int columns;
  private final int size;
  private final int[] values;
  private final DelayLine pipeline;
  private int head;
  private int held;
  private int deliverable;

  /**
   * @param pipelineDepth clocks from the last product to deliverable
   */
  Accumulators(int size, int columns, int pipelineDepth) {
    this.size = size;
    this.columns = columns;
    this.values = new int[size * columns];
    this.pipeline = new DelayLine(pipelineDepth);
  }

  void enter(int[] from, int base) {
    if (held == size) {
      throw new IllegalStateException("accumulators overflow: credits were given out twice");
    }
    System.arraycopy(from, base, values, (head + held) % size * columns, columns);
    held++;
    pipeline.push(1);
  }

  void clock() {
    deliverable += pipeline.advance();
  }

  boolean isDeliverable() {
    return deliverable > 0;
  }

  /** Accumulator {@code column} of the oldest position. */
  int value(int column) {
    return values[head * columns + column];
  }

  /** The oldest position is delivered. */
  void remove() {
    head = head + 1 == size ? 0 : head + 1;
    held--;
    deliverable--;
  }
}
