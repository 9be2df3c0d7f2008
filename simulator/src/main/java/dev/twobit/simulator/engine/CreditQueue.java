package dev.twobit.simulator.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Accumulator credits: how many are free, and when the others come back (evenly spaced runs). */
final class CreditQueue {
  private record Run(long first, long step, int count) {
    Run without(int taken) {
      return new Run(first + taken * step, step, count - taken);
    }
  }

  private final Deque<Run> returning = new ArrayDeque<>();
  private int free;

  CreditQueue(int credits) {
    this.free = credits;
  }

  /**
   * Earliest clock, not before {@code now}, at which {@code wanted} credits are free; takes them.
   */
  long take(int wanted, long now) {
    long time = now;
    while (!returning.isEmpty() && returning.getFirst().first <= time) {
      Run run = returning.removeFirst();
      int due = (int) Math.min(run.count, (time - run.first) / run.step + 1);
      free += due;
      if (due < run.count) {
        returning.addFirst(run.without(due));
        break;
      }
    }
    while (free < wanted && !returning.isEmpty()) {
      Run run = returning.removeFirst();
      int due = Math.min(run.count, wanted - free);
      time = run.first + (due - 1) * run.step;
      free += due;
      if (due < run.count) {
        returning.addFirst(run.without(due));
      }
    }
    if (free < wanted) {
      throw new IllegalStateException("a stripe wants " + wanted + " credits, never free");
    }
    free -= wanted;
    return time;
  }

  void giveBack(long first, long step, int count) {
    returning.addLast(new Run(first, step, count));
  }

  /** Credits free and returning, seen from clock {@code now}. */
  void describe(long now, List<Long> state) {
    state.add((long) free);
    for (Run run : returning) {
      state.add(run.first - now);
      state.add(run.step);
      state.add((long) run.count);
    }
  }

  /** All that is to return returns later. */
  void shift(long clocks) {
    for (int i = returning.size(); i > 0; i--) {
      Run run = returning.removeFirst();
      returning.addLast(new Run(run.first + clocks, run.step, run.count));
    }
  }
}
