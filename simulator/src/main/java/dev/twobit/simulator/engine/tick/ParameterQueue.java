package dev.twobit.simulator.engine.tick;

import dev.twobit.simulator.array.ParameterBeats;

/**
 * Parameters of the post-processor in the order of the kernel groups: those that are ahead of the
 * load are there before anything else is, the others come as groups are done.
 */
final class ParameterQueue {
  private final ParameterBeats beats;
  private final long beatBytes;
  private long arrived;
  private int group;

  ParameterQueue(ParameterBeats beats, long beatBytes) {
    this.beats = beats;
    this.beatBytes = beatBytes;
  }

  /** Bytes of kernel group {@code g} that are fetched once groups before it are done. */
  long bytesLater(int g) {
    return beats.later(g) * beatBytes;
  }

  /** Whether the FIFO has room for kernel group {@code g}. */
  boolean hasRoom(int g) {
    return group > g - beats.groupsInFifo();
  }

  void receive(int bytes) {
    arrived += bytes;
  }

  /** Whether those of the kernel group at hand are there. */
  boolean isThere() {
    return arrived >= bytesLater(group);
  }

  /** The kernel group at hand is done. */
  void nextGroup() {
    arrived -= bytesLater(group);
    group++;
  }
}
