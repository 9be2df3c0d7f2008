package dev.twobit.simulator.engine.tick;

/** A machine that waits for itself is an error of its wiring: found, it ends the simulation. */
final class Standstill {
  /** No hardware file is so slow that nothing moves in as many clocks. */
  private static final long CLOCKS = 1 << 22;

  private final String layer;
  private long movedBefore = -1;

  Standstill(String layer) {
    this.layer = layer;
  }

  /** Whether it is time to look. */
  static boolean isDue(long clock) {
    return clock % CLOCKS == 0;
  }

  /**
   * @param moved bytes and elements that any unit has taken so far
   */
  void require(long moved, long clock) {
    if (moved == movedBefore) {
      throw new IllegalStateException(
          layer + ": nothing moved in " + CLOCKS + " clocks up to " + clock);
    }
    movedBefore = moved;
  }
}
