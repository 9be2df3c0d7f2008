package dev.twobit.simulator.array;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.workload.LayerWorkload;

/**
 * Beats in which the post-processor reads its parameters, kernel group by kernel group, each in
 * whole beats: those that its FIFO holds ahead of the load, the others as it drains
 * (simulator/docs/nvdla-rtl.md#operands-of-the-post-processor).
 *
 * @param bytesPerChannel 0 if none are read
 * @param fifoBeats that the FIFO and the registers behind it hold
 */
public record ParameterBeats(
    int bytesPerChannel, KernelGroups groups, MemoryConfig memory, int fifoBeats) {
  /** Clocks in which beats are read before the fetch unit asks for anything. */
  private static final int FREE_CYCLES = 15;

  public static ParameterBeats of(
      LayerWorkload.Convolution c, KernelGroups groups, HardwareConfig hardware) {
    return new ParameterBeats(
        c.activations().parameters().bytesPerChannel(),
        groups,
        ReadPace.of(c, hardware),
        hardware.postProcessor().parameterFifoBeats());
  }

  /** Whether beats are read after the load begins. */
  public boolean isAnyLater() {
    return bytesPerChannel > 0 && before(groups.count()) > ahead();
  }

  /**
   * How many kernel groups before one must be through for its beats to have room; one alone must
   * do.
   */
  public int groupsInFifo() {
    return (int) Math.max(1, fifoBeats / Math.max(1, beats(0)));
  }

  /** Beats of kernel group {@code g} that are read after the load begins. */
  public long later(int g) {
    long begin = before(g);
    return Math.max(0, begin + beats(g) - Math.max(begin, ahead()));
  }

  /** Beats of kernel group {@code g}. */
  public long beats(int g) {
    return memory.beats((long) bytesPerChannel * groups.kernelsOf(g));
  }

  /** Beats of the kernel groups before {@code g}. */
  private long before(int g) {
    int per = groups.perConvolutionGroup();
    long convolutionGroup = (per - 1) * beats(0) + beats(per - 1);
    return g / per * convolutionGroup + g % per * beats(0);
  }

  /** Beats that are read ahead of the load: as many as the FIFO holds, or the first group's. */
  public long ahead() {
    return bytesPerChannel == 0
        ? 0
        : Math.min(before(groups.count()), Math.max(fifoBeats, beats(0)));
  }

  /** Those of them that the load waits for. */
  public long waitedFor() {
    return Math.max(0, ahead() - FREE_CYCLES * MemoryConfig.CLOCK / memory.beatMillionths());
  }

  /** Clocks by which the load begins later. */
  public long delayCycles() {
    long millionths = waitedFor() * memory.beatMillionths();
    return (millionths + MemoryConfig.CLOCK - 1) / MemoryConfig.CLOCK;
  }

  /** Bytes of all. */
  public long bytes() {
    return before(groups.count()) * memory.beatBytes();
  }
}
