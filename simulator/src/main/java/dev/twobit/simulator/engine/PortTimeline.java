package dev.twobit.simulator.engine;

import dev.twobit.hardware.MemoryConfig;

/**
 * When the beats of a band come over the memory port. First the whole input and the kernel groups
 * that fit at once, weights and input alternating; then one fetch after the other. Times inside are
 * in millionths of a clock, as {@link MemoryConfig#beatMillionths}.
 */
final class PortTimeline {
  private final MemoryConfig memory;
  private final long dataBeats;
  private final long firstWeightBeats;
  private long free;

  /**
   * @param firstWeightBytes bytes of the kernel groups fetched together with the input
   */
  PortTimeline(MemoryConfig memory, long dataBytes, long firstWeightBytes) {
    this.memory = memory;
    this.dataBeats = memory.beats(dataBytes);
    this.firstWeightBeats = memory.beats(firstWeightBytes);
    this.free = (dataBeats + firstWeightBeats) * memory.beatMillionths();
  }

  /** Clock at which the last input beat is through the port, latency apart. */
  long dataThrough() {
    return clock((dataBeats + Math.min(dataBeats, firstWeightBeats)) * memory.beatMillionths());
  }

  /** The same for the beat that holds weight byte {@code end - 1}, of the first fetch. */
  long firstWeightsThrough(long end) {
    long n = memory.beats(end);
    long slot = n <= dataBeats ? Math.max(0, 2 * n - 1) : dataBeats + n;
    return clock(slot * memory.beatMillionths());
  }

  /** Fetches so many beats, not before clock {@code earliest}; the clock they are through. */
  long fetch(long beats, long earliest) {
    free = Math.max(free, earliest * MemoryConfig.CLOCK) + beats * memory.beatMillionths();
    return clock(free);
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
