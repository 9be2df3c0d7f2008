package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.ReadPace;
import dev.twobit.simulator.array.Stripes;
import java.util.List;

/**
 * Clocks that a band of the dot-product array cannot be run in less than: its load, then MACs,
 * output or the rest of the weights, whichever is slowest.
 */
final class DotProductLeast {
  private final DotProductJob job;
  private final ArrayConfig.DotProduct array;
  private final MemoryConfig memory;
  private final MemoryConfig writes;
  private final long delivering;

  private DotProductLeast(
      DotProductJob job, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    this.job = job;
    this.array = array;
    this.memory = ReadPace.of(job.layer(), hardware);
    this.writes = hardware.memory();
    int throughput = hardware.postProcessor().outputElementsPerCycle();
    this.delivering = (array.atomicKernels() + throughput - 1) / throughput;
  }

  static long cycles(DotProductJob job, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    return cycles(job, new long[] {job.weightCapacityBytes()}, array, hardware)[0];
  }

  /**
   * The same with each of several rooms for weights.
   *
   * @param roomBytes instead of the job's own
   */
  static long[] cycles(
      DotProductJob job, long[] roomBytes, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    long delay = job.parameters(hardware).delayCycles();
    long[] cycles = new DotProductLeast(job, array, hardware).cycles(roomBytes);
    for (int i = 0; i < cycles.length; i++) {
      cycles[i] += delay;
    }
    return cycles;
  }

  /** Clocks that operations one behind the other cannot be run in less than. */
  static long cycles(
      List<DotProductJob> jobs, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    long macs = 0;
    long output = 0;
    long readBytes = 0;
    for (DotProductJob job : jobs) {
      DotProductLeast least = new DotProductLeast(job, array, hardware);
      macs += job.kernelGroups() * job.operations() * least.durations();
      output += job.kernelGroups() * job.positions() * (least.delivering + 1);
      readBytes += job.dataBytes() + job.weightBytes();
    }
    DotProductLeast first = new DotProductLeast(jobs.get(0), array, hardware);
    long start = first.start(first.ahead(jobs.get(0).weightCapacityBytes()));
    long tail = array.pipeline().firstOutputDelayCycles() - 2L * array.atomicKernels();
    return Math.max(
        start + Math.max(macs + tail, output), hardware.memory().streamCycles(readBytes));
  }

  /** Clocks of the array from the first position of a job to its last, at the least. */
  static long macs(DotProductJob job, ArrayConfig.DotProduct array) {
    long positions = job.kernelGroups() * job.operations() * job.positions();
    return Math.max(0, positions - array.atomicKernels());
  }

  /** Clocks of the post-processor for a job, at the least. */
  static long outputs(DotProductJob job, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    long delivering = new DotProductLeast(job, array, hardware).delivering;
    return job.kernelGroups() * job.positions() * (delivering + 1);
  }

  private long durations() {
    Stripes stripes = job.stripes();
    long sum = stripes.full() * duration(0);
    for (long s = stripes.full(); s < stripes.count(); s++) {
      sum += duration(s);
    }
    return sum;
  }

  private long[] cycles(long[] rooms) {
    Stripes stripes = job.stripes();
    long count = stripes.count();
    long group = Math.max(0, stripes.full() - 1) * step(0, 0);
    for (long s = Math.max(1, stripes.full()); s < count; s++) {
      group += step(s - 1, s);
    }
    long perPosition = delivering + 1;
    long firstTaken = (job.operations() - 1) * duration(0);
    long lastTaken =
        firstTaken + job.kernelGroups() * group + (job.kernelGroups() - 1) * step(count - 1, 0);
    long interrupt = Math.max(0, array.pipeline().tailCycles() - 1);
    long tail =
        array.pipeline().firstOutputDelayCycles()
            + stripes.length(count - 1) * perPosition
            - 1
            + interrupt;
    long behind =
        Math.max(
            Math.max(
                lastTaken + tail,
                job.positions() * job.kernelGroups() * perPosition - 1 + interrupt),
            firstTaken + perPosition + outputBeats());
    long read = reads();
    long[] cycles = new long[rooms.length];
    for (int i = 0; i < rooms.length; i++) {
      long ahead = ahead(rooms[i]);
      cycles[i] =
          Math.max(
              start(ahead) + behind,
              isReadLater(rooms[i], ahead)
                  ? read
                      + memory.readLatencyCycles()
                      + array.pipeline().weightFetchCycles()
                      + firstTaken
                      + group
                      + tail
                  : read);
    }
    return cycles;
  }

  /**
   * Least clocks from the last operation of a stripe to that of the next: MACs, or credits of the
   * first.
   */
  private long step(long from, long to) {
    long macs = duration(from) + (job.operations() - 1) * duration(to);
    int spare = array.accumulatorCredits() - job.stripes().length(from);
    int needed = job.stripes().length(to) - spare;
    if (needed <= 0) {
      return macs;
    }
    long back =
        array.pipeline().firstOutputDelayCycles()
            + (needed - 1) * (delivering + 1)
            + delivering
            - 1
            + array.pipeline().creditReturnCycles();
    return Math.max(macs, back);
  }

  private long duration(long stripe) {
    return Math.max(array.atomicKernels(), job.stripes().length(stripe));
  }

  /** Clocks of the write port. */
  private long outputBeats() {
    int channels = job.layer().outputChannels();
    long atoms = ChannelAtoms.completed(job.layer(), 0, channels, memory);
    return atoms
        * job.positions()
        / writes.beatBytes()
        * writes.beatMillionths()
        / MemoryConfig.CLOCK;
  }

  /**
   * When computing begins at the least.
   *
   * @param ahead kernel groups that come with the input
   */
  private long start(long ahead) {
    KernelGroups weights = job.weights();
    boolean kept = job.band().weightsKept();
    long firstBytes = kept ? 0 : weights.endByte((int) ahead - 1);
    CubeLoad load = new CubeLoad(job.input(), memory.beats(firstBytes), memory);
    long data = load.leastLastRead() + array.pipeline().dataFetchCycles();
    long first =
        kept
            ? 0
            : load.weightClock(memory.beats(weights.endByte(0)) - 1)
                + array.pipeline().weightFetchCycles();
    return Math.max(data, first) + memory.readLatencyCycles() + weights.kernelsOf(0);
  }

  /** Kernel groups that come with the input at the least. */
  private long ahead(long room) {
    int count = job.weights().count();
    if (room >= job.weights().totalBytes()) {
      return count;
    }
    return Math.max(1, Math.min(count - 1, room / job.weights().groupBytes()));
  }

  /** Clocks of the read port; of a fused add, a position is after all else that is read. */
  private long reads() {
    int channels = job.layer().outputChannels();
    long operands = operandBytes(channels);
    // The last beat begins, no clock later.
    long all =
        Math.max(
            0,
            memory.streamCycles(
                job.dataBytes() + job.weightBytes() + operands - memory.beatBytes()));
    if (operands == 0) {
      return all;
    }
    long way = Math.min(array.pipeline().dataFetchCycles(), array.pipeline().weightFetchCycles());
    return all
        + memory.readLatencyCycles()
        + way
        + delivering
        + Math.max(0, array.pipeline().tailCycles() - 1);
  }

  private long operandBytes(int channels) {
    return ChannelAtoms.begun(job.layer(), 0, channels, memory) * job.positions();
  }

  /** Whether weights come after the input, so that the last kernel group is after all reads. */
  private boolean isReadLater(long room, long ahead) {
    return job.layer().fusedAddBits().isEmpty()
        && !job.band().weightsKept()
        && room > 0
        && ahead + 1 < job.weights().count();
  }
}
