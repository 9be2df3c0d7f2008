package dev.twobit.simulator.engine;

import dev.twobit.simulator.array.Stripes;

/**
 * Finds the steady state of a kernel group's full stripes: once a stripe begins as the one before
 * did, clocks apart, all up to the last go alike.
 */
final class SteadyStripes {
  private final Stripes stripes;
  private final CreditQueue credits;
  private final OutputDrain drain;
  private final long writePeriod;
  private StateVector before = new StateVector();
  private StateVector state = new StateVector();
  private long timeBefore;
  private long stallBefore;
  private long clocks;
  private long creditStall;
  private long steadyFrom = -1;
  private long lookedAt = -1;
  private boolean skipped;

  SteadyStripes(Stripes stripes, CreditQueue credits, OutputDrain drain) {
    this.stripes = stripes;
    this.credits = credits;
    this.drain = drain;
    this.writePeriod = drain.writePeriod(stripes.fullLength());
  }

  /**
   * How many stripes from {@code s}, about to begin at clock {@code now}, need not be looked at. As
   * many as share a beat of the write port are kept on both sides.
   *
   * @param stall clocks in which credits were waited for so far
   */
  long skippable(long s, long now, long stall) {
    if (skipped || stripes.full() - s <= writePeriod + 1) {
      return 0;
    }
    if (steadyFrom < 0 && isLookedAt(s)) {
      look(s, now, stall);
    }
    if (steadyFrom < 0 || s - steadyFrom < writePeriod) {
      return 0;
    }
    skipped = true;
    return stripes.full() - s - writePeriod;
  }

  /** Nothing is skipped. */
  void stop() {
    skipped = true;
  }

  /** The first ones, then pairs ever farther apart: looking costs more than a stripe. */
  private static boolean isLookedAt(long s) {
    return s < 6 || Long.bitCount(s) == 1 || Long.bitCount(s - 1) == 1;
  }

  private void look(long s, long now, long stall) {
    state.clear();
    credits.describe(now, state);
    drain.describe(now, state);
    if (s == lookedAt + 1 && state.isSameAs(before)) {
      steadyFrom = s - 1;
      clocks = now - timeBefore;
      creditStall = stall - stallBefore;
    }
    lookedAt = s;
    StateVector old = before;
    before = state;
    state = old;
    timeBefore = now;
    stallBefore = stall;
  }

  /** Clocks of a stripe. */
  long clocks() {
    return clocks;
  }

  /** Clocks in which a stripe waits for credits. */
  long creditStall() {
    return creditStall;
  }
}
