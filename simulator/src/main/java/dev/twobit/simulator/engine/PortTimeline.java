package dev.twobit.simulator.engine;

import dev.twobit.hardware.MemoryConfig;

/**
 * A memory port that is asked for one run of beats after the other. Times inside are in millionths
 * of a clock, as {@link MemoryConfig#beatMillionths}.
 */
final class PortTimeline {
  private final MemoryConfig memory;
  private long free;

  /**
   * @param free when the port is free, in millionths
   */
  PortTimeline(MemoryConfig memory, long free) {
    this.memory = memory;
    this.free = free;
  }

  /** Fetches so many beats, not before clock {@code earliest}; the clock they are through. */
  long fetch(long beats, long earliest) {
    free = Math.max(free, earliest * MemoryConfig.CLOCK) + beats * memory.beatMillionths();
    return clock(free);
  }

  /** Clock at which the last beat fetched begins. */
  long lastBegin() {
    return clock(free - memory.beatMillionths());
  }

  /** The port has something else to do up to so many millionths of a clock. */
  void busyUntil(long millionths) {
    free = millionths;
  }

  /** All that comes comes later. */
  void shift(long clocks) {
    free += clocks * MemoryConfig.CLOCK;
  }

  /** When the port is free, in millionths. */
  long free() {
    return free;
  }

  static long clock(long millionths) {
    return (millionths + MemoryConfig.CLOCK - 1) / MemoryConfig.CLOCK;
  }
}
