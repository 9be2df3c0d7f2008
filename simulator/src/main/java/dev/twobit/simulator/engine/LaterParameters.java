package dev.twobit.simulator.engine;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.ParameterBeats;

/**
 * The post-processor's parameters that its FIFO had no room for ahead of the load: each kernel
 * group's come over the port once so many groups before it are through, and its first position
 * waits for them (simulator/docs/nvdla-rtl.md#operands-of-the-post-processor).
 */
final class LaterParameters {
  private final ParameterBeats parameters;

  /** When the last position of a kernel group is through; empty if nothing waits for that. */
  private final long[] drained;

  LaterParameters(ParameterBeats parameters, int kernelGroups) {
    this.parameters = parameters;
    this.drained = new long[parameters.isAnyLater() ? kernelGroups : 0];
  }

  /** Whether any are read after the load begins. */
  boolean isAny() {
    return drained.length > 0;
  }

  /** The last position of kernel group {@code g} is through. */
  void isThrough(int g, long clock) {
    if (isAny()) {
      drained[g] = clock;
    }
  }

  /** Those of kernel group {@code g} come over the port, and its positions wait for them. */
  void fetch(int g, PortTimeline port, OutputDrain drain, MemoryConfig memory, UnitListener units) {
    long beats = isAny() ? parameters.later(g) : 0;
    if (beats == 0) {
      return;
    }
    int room = g - parameters.groupsInFifo();
    long through = port.fetch(beats, room < 0 ? 0 : drained[room]);
    drain.notBefore(through + drain.operandLatency());
    units.read(
        g,
        g,
        port.free() - beats * memory.beatMillionths(),
        port.free(),
        0,
        0,
        beats * memory.beatBytes());
  }

  /** Which have room in the FIFO, as far as the port would not be busy then anyway. */
  void describe(int g, long now, PortTimeline port, StateVector state) {
    if (!isAny()) {
      return;
    }
    int inFifo = parameters.groupsInFifo();
    // Of the first group that is not in the FIFO ahead of the load, a part may be.
    state.add(Math.min(1, g - inFifo));
    for (int i = Math.max(0, g - inFifo); i < g; i++) {
      boolean matters = drained[i] * MemoryConfig.CLOCK > port.free();
      state.add(matters ? drained[i] - now : Long.MIN_VALUE);
    }
  }

  /**
   * Kernel groups {@code [g, g + groups)} go as the blocks before them did.
   *
   * @param clocks that all of them take, a whole number of blocks
   */
  void skip(int g, int groups, int block, long clocks) {
    for (int i = g; i < g + groups && isAny(); i++) {
      drained[i] = drained[i - block] + clocks / (groups / block);
    }
  }
}
