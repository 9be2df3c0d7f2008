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
    // The first stripe of all waits for no credits.
    long waited = stripes.full() == 0 ? 0 : period(stripes.fullLength()) - first;
    long perPosition = delivering + 1;
    long tail =
        array.firstOutputDelayCycles()
            + last * perPosition
            - 1
            + array.tailCycles()
            - Math.max(array.atomicKernels(), last);
    long start = start();
    long macs = start + job.kernelGroups() * group - waited + tail;
    long output =
        start + job.positions() * job.kernelGroups() * perPosition - 1 + array.tailCycles();
    return Math.max(Math.max(macs, output), weights(group - waited, tail));
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
    long fit = job.weightCapacityBytes() / job.weights().groupBytes();
    return Math.max(1, Math.min(job.weights().count(), fit));
  }

  /** If weights come after the input, the last kernel group is after all else that is read. */
  private long weights(long group, long tail) {
    long all = memory.streamCycles(job.dataBytes() + job.weightBytes());
    boolean later = !job.band().weightsKept() && ahead() + 1 < job.weights().count();
    return later
        ? all + memory.readLatencyCycles() + array.weightFetchCycles() + group + tail
        : all;
  }
}
