package dev.twobit.simulator.engine.tick;

/** Accumulator credits: positions that the sequencer may still send on the way to be delivered. */
final class Credits {
  private final DelayLine returning;
  private int free;

  /**
   * @param returnCycles from a position's being delivered to its credit's being back
   */
  Credits(int free, int returnCycles) {
    this.free = free;
    this.returning = new DelayLine(returnCycles);
  }

  /** A position is delivered. */
  void giveBack() {
    returning.push(1);
  }

  void clock() {
    free += returning.advance();
  }

  /** Takes so many, or none if there are fewer. */
  boolean take(int wanted) {
    if (free < wanted) {
      return false;
    }
    free -= wanted;
    return true;
  }
}
