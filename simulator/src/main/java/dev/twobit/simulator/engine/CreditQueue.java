package dev.twobit.simulator.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Accumulator credits: how many are free, and when the others come back: a queue of evenly spaced
 * runs, kept in a ring of primitives, for it is in the innermost loop.
 */
final class CreditQueue {
  private long[] firsts = new long[16];
  private long[] steps = new long[16];
  private int[] counts = new int[16];
  private int head;
  private int runs;
  private int free;

  CreditQueue(int credits) {
    this.free = credits;
  }

  /** Credits as an operation left them. */
  CreditQueue(ChainState.Credits outstanding) {
    this(outstanding.free());
    outstanding.returning().forEach(run -> giveBack(run.first(), run.step(), run.count()));
  }

  /** What is free at clock {@code now} and what comes back later. */
  ChainState.Credits outstanding(long now) {
    take(0, now);
    List<ChainState.Returning> returning = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      returning.add(new ChainState.Returning(firsts[at(i)], steps[at(i)], counts[at(i)]));
    }
    return new ChainState.Credits(free, returning);
  }

  /**
   * Earliest clock, not before {@code now}, at which {@code wanted} credits are free; takes them.
   */
  long take(int wanted, long now) {
    while (runs > 0 && firsts[head] <= now) {
      int due = (int) Math.min(counts[head], (now - firsts[head]) / steps[head] + 1);
      if (!returned(due)) {
        break;
      }
    }
    long time = now;
    while (free < wanted && runs > 0) {
      int due = Math.min(counts[head], wanted - free);
      time = firsts[head] + (due - 1) * steps[head];
      returned(due);
    }
    if (free < wanted) {
      throw new IllegalStateException("a stripe wants " + wanted + " credits, never free");
    }
    free -= wanted;
    return time;
  }

  /** So many of the first run are back; whether they are all of it. */
  private boolean returned(int due) {
    free += due;
    if (due < counts[head]) {
      firsts[head] += due * steps[head];
      counts[head] -= due;
      return false;
    }
    head = at(1);
    runs--;
    return true;
  }

  void giveBack(long first, long step, int count) {
    if (runs == counts.length) {
      grow();
    }
    int last = at(runs++);
    firsts[last] = first;
    steps[last] = step;
    counts[last] = count;
  }

  /** Credits free and returning, seen from clock {@code now}. */
  void describe(long now, StateVector state) {
    state.add(free);
    for (int i = 0; i < runs; i++) {
      state.add(firsts[at(i)] - now);
      state.add(steps[at(i)]);
      state.add(counts[at(i)]);
    }
  }

  /** All that is to return returns later. */
  void shift(long clocks) {
    for (int i = 0; i < runs; i++) {
      firsts[at(i)] += clocks;
    }
  }

  /** Where run {@code i} from the head is; lengths are powers of two. */
  private int at(int i) {
    return head + i & counts.length - 1;
  }

  private void grow() {
    int length = counts.length;
    long[] oldFirsts = Arrays.copyOf(firsts, length);
    long[] oldSteps = Arrays.copyOf(steps, length);
    int[] oldCounts = Arrays.copyOf(counts, length);
    int oldHead = head;
    firsts = new long[2 * length];
    steps = new long[2 * length];
    counts = new int[2 * length];
    head = 0;
    for (int i = 0; i < runs; i++) {
      int old = oldHead + i & length - 1;
      firsts[i] = oldFirsts[old];
      steps[i] = oldSteps[old];
      counts[i] = oldCounts[old];
    }
  }
}
