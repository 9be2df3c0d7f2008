package dev.twobit.simulator.array;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.workload.LayerWorkload;

/**
 * Beats in which the post-processor reads its parameters, kernel group by kernel group, each in
 * whole beats: those that its FIFO holds ahead of the load, the others as it drains
 * (simulator/docs/nvdla-rtl.md#operands-of-the-post-processor).
 *
 * @param bytesPerChannel 0 if none are read
 */
public record ParameterBeats(int bytesPerChannel, KernelGroups groups, MemoryConfig memory) {
  /** Kernel groups that the FIFO holds. */
  public static final int FIFO_GROUPS = 16;

  /** Beats that are read before the fetch unit asks for anything. */
  private static final int FREE_BEATS = 15;

  public static ParameterBeats of(
      LayerWorkload.Convolution c, KernelGroups groups, MemoryConfig memory) {
    return new ParameterBeats(c.activations().parameters().bytesPerChannel(), groups, memory);
  }

  /** Whether kernel groups are read after the load begins. */
  public boolean isAnyLater() {
    return bytesPerChannel > 0 && groups.count() > FIFO_GROUPS;
  }

  /** Beats of kernel group {@code g}. */
  public long beats(int g) {
    return memory.beats((long) bytesPerChannel * groups.kernelsOf(g));
  }

  /** Beats of the kernel groups {@code [from, past)}. */
  private long beats(int from, int past) {
    long beats = 0;
    for (int g = from; g < past && bytesPerChannel > 0; g++) {
      beats += beats(g);
    }
    return beats;
  }

  /** Beats that are read ahead of the load. */
  public long ahead() {
    return beats(0, Math.min(FIFO_GROUPS, groups.count()));
  }

  /** Those of them that the load waits for. */
  public long waitedFor() {
    return Math.max(0, ahead() - FREE_BEATS);
  }

  /** Clocks by which the load begins later. */
  public long delayCycles() {
    long millionths = waitedFor() * memory.beatMillionths();
    return (millionths + MemoryConfig.CLOCK - 1) / MemoryConfig.CLOCK;
  }

  /** Bytes of all. */
  public long bytes() {
    return beats(0, groups.count()) * memory.beatBytes();
  }
}
