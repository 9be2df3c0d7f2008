package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.Stripes;
import dev.twobit.simulator.workload.CycleBreakdown;
import java.util.Optional;

/**
 * Timing of one band on the dot-product array by the rules of simulator/docs/nvdla-rtl.md: load,
 * stripes, output drain, tail. Operands of a fused add come kernel group by kernel group, each
 * group's before the weights that wait for that group to be done; write-back has a port of its own.
 */
final class DotProductBand {
  private final DotProductJob job;
  private final ArrayConfig.DotProduct array;
  private final MemoryConfig memory;
  private final CreditQueue credits;
  private final OutputDrain drain;
  private final CubeLoad load;
  private final PortTimeline port;
  private final long perPosition;

  /** Kernel groups fetched or being fetched. */
  private int fetched;

  private final long[] weightsReady;
  private long creditStall;
  private long weightStall;
  private long macActive;
  private UnitListener units = UnitListener.NONE;

  private DotProductBand(DotProductJob job, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    this.job = job;
    this.array = array;
    this.memory = hardware.memory();
    this.credits = new CreditQueue(array.accumulatorCredits());
    int throughput = hardware.postProcessor().outputElementsPerCycle();
    long delivering = (array.atomicKernels() + throughput - 1) / throughput;
    // One clock to turn to the next position.
    this.perPosition = delivering + 1;
    // A credit leaves with the last element.
    long credit = delivering - 1 + array.pipeline().creditReturnCycles();
    this.drain =
        new OutputDrain(
            memory,
            memory.readLatencyCycles() + array.pipeline().dataFetchCycles(),
            (first, step, count) -> credits.giveBack(first + credit, step, count));
    this.weightsReady = new long[job.kernelGroups()];
    this.fetched = job.band().weightsKept() ? job.kernelGroups() : firstGroups(job);
    long onChip = job.boundary().weightBytesOnChip();
    long firstBytes =
        job.band().weightsKept() ? 0 : Math.max(0, job.weights().endByte(fetched - 1) - onChip);
    this.load = new CubeLoad(job.input(), memory.beats(firstBytes), memory);
    this.port = new PortTimeline(memory, load.endMillionths());
    for (int g = 0; g < fetched; g++) {
      long toCome = job.band().weightsKept() ? 0 : job.weights().endByte(g) - onChip;
      weightsReady[g] =
          toCome <= 0
              ? job.weights().kernelsOf(g)
              : ready(g, load.weightClock(memory.beats(toCome) - 1));
    }
  }

  static CycleBreakdown run(
      DotProductJob job, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    return new DotProductBand(job, array, hardware).run();
  }

  /** The same, and {@code units} is told what each unit does. */
  static CycleBreakdown run(
      DotProductJob job,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      UnitListener units) {
    DotProductBand band = new DotProductBand(job, array, hardware);
    band.units = units;
    band.drain.tell(units);
    return band.run();
  }

  /** When the array has kernel group {@code g}, whose last beat begins at a clock. */
  private long ready(int g, long clock) {
    // One kernel a clock goes into the MACs' shadow registers.
    return clock
        + memory.readLatencyCycles()
        + array.pipeline().weightFetchCycles()
        + job.weights().kernelsOf(g);
  }

  private static int firstGroups(DotProductJob job) {
    int groups = 1;
    while (groups < job.kernelGroups() && job.fits(groups, 0)) {
      groups++;
    }
    return groups;
  }

  private CycleBreakdown run() {
    long start = start();
    long time = start;
    SteadyGroups steady = new SteadyGroups(job.layer(), job.weights(), memory);
    if (units.isWatching()) {
      steady.stop();
    }
    long firstBytes = job.band().weightsKept() ? 0 : job.weights().endByte(fetched - 1);
    units.read(0, fetched - 1, 0, port.free(), job.dataBytes(), firstBytes, 0);
    for (int g = 0; g < job.kernelGroups(); g++) {
      if (steady.isLookedFor(g)) {
        SteadyGroups.Count count =
            new SteadyGroups.Count(time, creditStall, weightStall, macActive);
        Optional<SteadyGroups.Skip> skip = steady.skip(g, state(g, time), fetched, count);
        if (skip.isPresent()) {
          skip(g, skip.get());
          g += skip.get().groups();
          time += skip.get().count().clock();
        }
      }
      if (weightsReady[g] > time) {
        weightStall += weightsReady[g] - time;
        time = weightsReady[g];
      }
      long operandBytes = operandBytes(g);
      long operandStart = port.free();
      port.fetch(memory.beats(operandBytes * job.positions()), 0);
      drain.operands(operandStart, port.free());
      units.read(g, g, operandStart, port.free(), 0, 0, operandBytes * job.positions());
      drain.positions(perPosition, outputBytes(g), operandBytes);
      units.macsBegin(g, time);
      time = stripes(time);
      units.macsEnd(time - job.lastPadding(array), macActive, weightStall, creditStall);
      release(g, time);
    }
    // The last element was delivered a clock before the last position was through.
    long interrupt = drain.idle() - 1 + Math.max(0, array.pipeline().tailCycles() - 1);
    long end = Math.max(interrupt, drain.written());
    units.end(0, drain.idle(), interrupt, drain.written());
    long load = start + array.pipeline().firstMacDelayCycles();
    long memoryStall = weightStall + end - interrupt;
    return new CycleBreakdown(
        macActive,
        end - load - macActive - creditStall - memoryStall,
        creditStall,
        load,
        memoryStall);
  }

  /** All that decides how the band goes on as kernel group {@code g} begins at {@code now}. */
  private StateVector state(int g, long now) {
    StateVector state = new StateVector();
    credits.describe(now, state);
    drain.describe(now, state);
    state.add(drain.waitingBytes());
    boolean allFetched = fetched == job.kernelGroups();
    boolean operands = !job.layer().fusedAddBits().isEmpty();
    if (operands || !allFetched) {
      long free = port.free() - now * MemoryConfig.CLOCK;
      // Weights are asked for later than now, operands may have been before.
      state.add(operands ? free : Math.max(0, free));
    }
    state.add(allFetched ? -1 : fetched - g);
    for (int i = g; i < fetched; i++) {
      if (weightsReady[i] > now) {
        state.add(i - g + (weightsReady[i] - now << 32));
      }
    }
    if (!allFetched) {
      state.add(fetched == 0 ? 0 : job.weights().endByte(fetched - 1) % memory.beatBytes());
    }
    return state;
  }

  private void skip(int g, SteadyGroups.Skip skip) {
    int groups = skip.groups();
    long clocks = skip.count().clock();
    credits.shift(clocks);
    drain.skip(bytes(g, g + groups) * job.positions(), clocks);
    port.shift(clocks);
    creditStall += skip.count().creditStall();
    weightStall += skip.count().weightStall();
    macActive += skip.count().macActive();
    if (fetched < job.kernelGroups()) {
      for (int i = fetched - 1; i >= g; i--) {
        weightsReady[i + groups] = weightsReady[i] + clocks;
      }
      fetched += groups;
    }
  }

  /** Atoms that a position completes in kernel groups {@code [from, past)}. */
  private long bytes(int from, int past) {
    KernelGroups weights = job.weights();
    if (job.boundary().outputOnChip()) {
      return 0;
    }
    return ChannelAtoms.completed(
        job.layer(), weights.firstKernel(from), weights.firstKernel(past), memory);
  }

  /** When input and first kernel group are there. */
  private long start() {
    long dataReady =
        load.lastRead()
            + memory.readLatencyCycles()
            + array.pipeline().dataFetchCycles()
            + job.weights().kernelsOf(0);
    return Math.max(job.boundary().inputOnChip() ? 0 : dataReady, weightsReady[0]);
  }

  /** All stripes of one kernel group from clock {@code begin}; the clock they are taken. */
  private long stripes(long begin) {
    long time = begin;
    Stripes stripes = job.stripes();
    SteadyStripes steady = new SteadyStripes(stripes, credits, drain);
    if (units.isWatching()) {
      steady.stop();
    }
    for (long s = 0; s < stripes.count(); s++) {
      long steadyStripes = steady.skippable(s, time, creditStall);
      if (steadyStripes > 0) {
        long clocks = steadyStripes * steady.clocks();
        credits.shift(clocks);
        drain.skip(steadyStripes, stripes.fullLength(), clocks);
        creditStall += steadyStripes * steady.creditStall();
        macActive += steadyStripes * job.operations() * stripes.fullLength();
        time += clocks;
        s += steadyStripes;
      }
      int length = stripes.length(s);
      long duration = Math.max(array.atomicKernels(), length);
      time += (job.operations() - 1) * duration;
      long granted = credits.take(length, time);
      creditStall += granted - time;
      drain.stripe(length, granted + array.pipeline().firstOutputDelayCycles());
      time = granted + duration;
      macActive += job.operations() * length;
    }
    return time;
  }

  /** Kernel group {@code g} is done with its weights: those that now fit are fetched. */
  private void release(int g, long time) {
    KernelGroups weights = job.weights();
    units.weightsReleased(time, weights.endByte(g));
    while (fetched < job.kernelGroups() && job.fits(fetched, g + 1)) {
      long before = fetched == 0 ? 0 : memory.beats(weights.endByte(fetched - 1));
      long beats = memory.beats(weights.endByte(fetched)) - before;
      if (beats > 0) {
        port.fetch(beats, time);
        weightsReady[fetched] = ready(fetched, port.lastBegin());
      }
      units.read(
          fetched,
          fetched,
          port.free() - beats * memory.beatMillionths(),
          port.free(),
          0,
          weights.endByte(fetched) - (fetched == 0 ? 0 : weights.endByte(fetched - 1)),
          0);
      fetched++;
    }
  }

  /** Atoms that a position completes in kernel group {@code g}, over all copies. */
  private long outputBytes(int g) {
    int from = job.weights().firstKernel(g);
    int past = from + job.weights().kernelsOf(g);
    if (job.boundary().outputOnChip()) {
      return 0;
    }
    return ChannelAtoms.completed(job.layer(), from, past, memory);
  }

  /** Atoms of fused operands that a position reads first in kernel group {@code g}. */
  private long operandBytes(int g) {
    int from = job.weights().firstKernel(g);
    return ChannelAtoms.begun(job.layer(), from, from + job.weights().kernelsOf(g), memory);
  }
}
