package dev.twobit.simulator.engine;

import dev.twobit.simulator.array.KernelGroups;
import java.util.ArrayList;
import java.util.List;

/** When the array is done with each kernel group's weights, for the operation behind. */
final class HeldWeights {
  private final KernelGroups weights;
  private final long[] released;

  /**
   * @param chained an operation may follow; else nothing is kept of it
   */
  HeldWeights(KernelGroups weights, boolean chained) {
    this.weights = weights;
    this.released = new long[chained ? weights.count() : 0];
  }

  /** Kernel group {@code g} is no longer needed from a clock on. */
  void released(int g, long clock) {
    if (released.length > 0) {
      released[g] = clock;
    }
  }

  /**
   * Kernel groups {@code [g, g + groups)} go as the blocks before them did.
   *
   * @param clocks that all of them take, a whole number of blocks
   */
  void skip(int g, int groups, int block, long clocks) {
    for (int i = g; i < g + groups && released.length > 0; i++) {
      released[i] = released[i - block] + clocks / (groups / block);
    }
  }

  /** The clock at which none is needed; of a chained operation only. */
  long untilReleased() {
    return released[released.length - 1];
  }

  /** Weights that are still needed from clock {@code free} on. */
  List<ChainState.Held> from(long free) {
    List<ChainState.Held> held = new ArrayList<>();
    long needed = weights.totalBytes();
    int g = 0;
    while (g < released.length && released[g] <= free) {
      g++;
      needed = g == released.length ? 0 : weights.totalBytes() - weights.beginByte(g);
    }
    held.add(new ChainState.Held(free, needed));
    for (; g < released.length; g++) {
      boolean last = g + 1 == released.length;
      held.add(
          new ChainState.Held(
              released[g], last ? 0 : weights.totalBytes() - weights.beginByte(g + 1)));
    }
    return held;
  }
}
