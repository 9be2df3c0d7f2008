package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.Stripes;

/**
 * Clocks that a band of the dot-product array cannot be run in less than: its load, then MACs,
 * output or the rest of the weights, whichever is slowest.
 */
final class DotProductLeast {
  private final DotProductJob job;
  private final ArrayConfig.DotProduct array;
  private final MemoryConfig memory;
  private final long delivering;

  private DotProductLeast(
      DotProductJob job, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    this.job = job;
    this.array = array;
    this.memory = hardware.memory();
    int throughput = hardware.postProcessor().outputElementsPerCycle();
    this.delivering = (array.atomicKernels() + throughput - 1) / throughput;
  }

  static long cycles(DotProductJob job, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    return new DotProductLeast(job, array, hardware).cycles();
  }

  private long cycles() {
    Stripes stripes = job.stripes();
    int last = stripes.length(stripes.count() - 1);
    long group = 0;
    for (long s = stripes.full(); s < stripes.count(); s++) {
      group += job.operations() * Math.max(array.atomicKernels(), stripes.length(s));
    }
    group += stripes.full() * period(stripes.fullLength());
    long first = job.operations() * Math.max(array.atomicKernels(), stripes.length(0));
    // A group's first stripe comes after a shorter one, or after none.
    group -= stripes.full() == 0 ? 0 : period(stripes.fullLength()) - first;
    long perPosition = delivering + 1;
    long tail =
        array.firstOutputDelayCycles()
            + last * perPosition
            - 1
            + array.tailCycles()
            - Math.max(array.atomicKernels(), last);
    long start = start();
    long macs = start + job.kernelGroups() * group + tail;
    long output =
        start + job.positions() * job.kernelGroups() * perPosition - 1 + array.tailCycles();
    long firstOutput =
        start + first - Math.max(array.atomicKernels(), stripes.length(0)) + perPosition;
    return Math.max(
        Math.max(macs, output), Math.max(reads(group, tail), firstOutput + outputBeats()));
  }

  /** Clocks of the write port. */
  private long outputBeats() {
    int channels = job.layer().outputChannels();
    long atoms = ChannelAtoms.completed(job.layer(), 0, channels, memory);
    return atoms
        * job.positions()
        / memory.beatBytes()
        * memory.beatMillionths()
        / MemoryConfig.CLOCK;
  }

  /** From one full stripe to the next: MACs, or credits back from the last one's positions. */
  private long period(int length) {
    long macs = job.operations() * Math.max(array.atomicKernels(), length);
    int spare = array.accumulatorCredits() - length;
    if (spare >= length) {
      return macs;
    }
    long back =
        array.firstOutputDelayCycles()
            + (length - spare - 1) * (delivering + 1)
            + delivering
            - 1
            + array.creditReturnCycles();
    return Math.max(macs, back);
  }

  private long start() {
    KernelGroups weights = job.weights();
    boolean kept = job.band().weightsKept();
    long firstBytes = kept ? 0 : weights.endByte((int) ahead() - 1);
    PortTimeline port = new PortTimeline(memory, job.dataBytes(), firstBytes);
    long data = port.dataThrough() + memory.readLatencyCycles() + array.dataFetchCycles();
    long first =
        port.firstWeightsThrough(weights.endByte(0))
            + memory.readLatencyCycles()
            + array.weightFetchCycles();
    return kept ? data : Math.max(data, first);
  }

  /** Kernel groups that come with the input at the least. */
  private long ahead() {
    int count = job.weights().count();
    if (job.weightCapacityBytes() >= job.weights().totalBytes()) {
      return count;
    }
    long fit = job.weightCapacityBytes() / job.weights().groupBytes();
    return Math.max(1, Math.min(count - 1, fit));
  }

  /**
   * If weights come after the input, the last kernel group is after all else that is read; of a
   * fused add, a position.
   */
  private long reads(long group, long tail) {
    int channels = job.layer().outputChannels();
    long operands = ChannelAtoms.begun(job.layer(), 0, channels, memory) * job.positions();
    long all = memory.streamCycles(job.dataBytes() + job.weightBytes() + operands);
    if (operands > 0) {
      long way = Math.min(array.dataFetchCycles(), array.weightFetchCycles());
      return all + memory.readLatencyCycles() + way + delivering + array.tailCycles();
    }
    boolean later =
        !job.band().weightsKept()
            && job.weightCapacityBytes() > 0
            && ahead() + 1 < job.weights().count();
    return later
        ? all + memory.readLatencyCycles() + array.weightFetchCycles() + group + tail
        : all;
  }
}
