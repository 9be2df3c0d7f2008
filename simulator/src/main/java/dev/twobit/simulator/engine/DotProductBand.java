package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.FetchUnit;
import dev.twobit.simulator.array.InputCube;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.ReadPace;
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
  private final Admission admission;
  private final HeldWeights held;
  private final LaterParameters parameters;

  private final long dataRead;
  private long lastWeights;
  private long firstTaken = -1;
  private long sent;
  private long creditStall;
  private long weightStall;
  private long macActive;
  private UnitListener units = UnitListener.NONE;

  private DotProductBand(
      DotProductJob job,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      Admission admission,
      boolean chained) {
    this.job = job;
    this.array = array;
    this.memory = ReadPace.of(job.layer(), hardware);
    this.admission = admission;
    this.held = new HeldWeights(job.weights(), chained);
    this.parameters = new LaterParameters(job.parameters(hardware), job.kernelGroups());
    ChainState.Output before = admission.left().output();
    this.credits = new CreditQueue(before.credits());
    int throughput = hardware.postProcessor().outputElementsPerCycle();
    long delivering = (array.atomicKernels() + throughput - 1) / throughput;
    // One clock to turn to the next position.
    this.perPosition = delivering + 1;
    // A credit leaves with the last element.
    long credit = delivering - 1 + array.pipeline().creditReturnCycles();
    this.drain =
        new OutputDrain(
            memory,
            hardware.memory(),
            memory.readLatencyCycles() + array.pipeline().dataFetchCycles(),
            (first, step, count) -> credits.giveBack(first + credit, step, count));
    this.drain.goOnAfter(before.idle(), before.writtenMillionths());
    this.weightsReady = new long[job.kernelGroups()];
    boolean kept = job.band().weightsKept();
    this.fetched = kept ? job.kernelGroups() : firstGroups(job);
    int atOnce = kept ? 0 : groupsAtOnce();
    long onChip = job.boundary().weightBytesOnChip();
    long firstBytes = atOnce == 0 ? 0 : Math.max(0, job.weights().endByte(atOnce - 1) - onChip);
    InputCube early = job.input().lines(0, admission.earlyRows());
    this.load = new CubeLoad(early, memory.beats(firstBytes), memory);
    this.port = new PortTimeline(memory, load.endMillionths());
    for (int g = 0; g < fetched; g++) {
      long toCome = kept || g >= atOnce ? 0 : job.weights().endByte(g) - onChip;
      if (toCome > 0) {
        lastWeights = load.weightClock(memory.beats(toCome) - 1);
      }
      weightsReady[g] = toCome <= 0 ? job.weights().kernelsOf(g) : ready(g, lastWeights);
    }
    this.dataRead = early.lines() == job.input().lines() ? load.lastRead() : rest(early.lines());
    for (int g = atOnce; g < fetched && !kept; g++) {
      fetchWeights(g, admission.weightsFit(job.weights().endByte(g)));
    }
  }

  /** The rows from so many on, once there is room; the clock at which the last beat is read. */
  private long rest(int rows) {
    CubeLoad rest = new CubeLoad(job.input().lines(rows, job.input().lines()), 0, memory);
    // A load's input is asked for so long after its beginning.
    long begin =
        Math.max(admission.restFrom(), PortTimeline.clock(port.free()) + 1)
            - FetchUnit.WEIGHTS_AHEAD;
    port.busyUntil(begin * MemoryConfig.CLOCK + rest.endMillionths());
    return Math.max(load.lastRead(), begin + rest.lastRead());
  }

  /** Kernel groups that have room at once, weights of the operation before beside them. */
  private int groupsAtOnce() {
    int groups = 0;
    while (groups < fetched && admission.weightsFit(job.weights().endByte(groups)) <= 0) {
      groups++;
    }
    return groups;
  }

  /** When the array has kernel group {@code g}, whose last beat begins at a clock. */
  private long ready(int g, long clock) {
    // One kernel a clock goes into the MACs' shadow registers.
    return clock
        + memory.readLatencyCycles()
        + array.pipeline().weightFetchCycles()
        + job.weights().kernelsOf(g);
  }

  /** Weights of kernel group {@code g} that no fetch before brought; the beats they are. */
  private long fetchWeights(int g, long earliest) {
    KernelGroups weights = job.weights();
    long before = g == 0 ? 0 : memory.beats(weights.endByte(g - 1));
    long beats = memory.beats(weights.endByte(g)) - before;
    if (beats > 0) {
      port.fetch(beats, earliest);
      lastWeights = port.lastBegin();
      weightsReady[g] = ready(g, lastWeights);
    }
    return beats;
  }

  /** Alone; empty as soon as it is known to take {@code limit} or more. */
  static Optional<CycleBreakdown> below(
      DotProductJob job, long limit, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    CycleBreakdown delay = delay(job, hardware);
    return new DotProductBand(job, array, hardware, Admission.cold(job, array), false)
        .below(limit - delay.total())
        .map(delay::plus);
  }

  /** The load waits for the parameters ahead of it. */
  private static CycleBreakdown delay(DotProductJob job, HardwareConfig hardware) {
    return new CycleBreakdown(0, 0, 0, job.parameters(hardware).delayCycles(), 0);
  }

  /** An operation behind others, and what it leaves to the next. */
  record Passed(LaunchTimes times, ChainState after) {}

  /**
   * @param before seen from the clock that the times are to be counted from
   * @return the state behind it, seen from that clock too
   */
  static Passed run(
      DotProductJob job,
      Launch launch,
      ChainState before,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware) {
    return below(job, launch, before, Long.MAX_VALUE, array, hardware).orElseThrow();
  }

  /** The same, empty as soon as it is known not to be done before clock {@code limit}. */
  static Optional<Passed> below(
      DotProductJob job,
      Launch launch,
      ChainState before,
      long limit,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware) {
    long begin =
        Admission.fetchBegin(before, launch, array.handover())
            + job.parameters(hardware).delayCycles();
    Admission admission =
        Admission.of(
            before.seenFrom(begin),
            launch,
            job.input(),
            job.weights().kernelsOf(0),
            array.handover(),
            hardware.buffer());
    DotProductBand band = new DotProductBand(job, array, hardware, admission, true);
    return band.below(limit == Long.MAX_VALUE ? limit : limit - begin)
        .map(cycles -> band.passed(cycles, launch, begin));
  }

  private Passed passed(CycleBreakdown cycles, Launch launch, long begin) {
    ArrayConfig.Handover handover = array.handover();
    int latency = memory.readLatencyCycles();
    long dataOver = dataRead + latency + handover.dataOverCycles();
    long weightsOver =
        job.band().weightsKept() ? 0 : lastWeights + latency + handover.weightsOverCycles();
    long free = Math.max(PortTimeline.clock(port.free()) + 1, Math.max(dataOver, weightsOver));
    long macsFree = held.untilReleased();
    long end = cycles.total();
    LaunchTimes times =
        new LaunchTimes(
            0,
            dataOver,
            weightsOver,
            firstTaken,
            sent,
            end,
            new LaunchTimes.Stalls(macActive, creditStall, weightStall));
    ChainState after =
        new ChainState(
            new ChainState.Fetch(free, launch.banks(), job.dataBytes(), held.from(free)),
            new ChainState.Output(
                credits.outstanding(macsFree),
                Math.max(macsFree, drain.idle()),
                Math.max(macsFree * MemoryConfig.CLOCK, drain.writesFinish())),
            sent,
            macsFree,
            end,
            Math.max(free, admission.left().end()));
    return new Passed(times.later(begin), after.seenFrom(-begin));
  }

  /** The same, and {@code units} is told what each unit does. */
  static CycleBreakdown run(
      DotProductJob job,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      UnitListener units) {
    DotProductBand band =
        new DotProductBand(job, array, hardware, Admission.cold(job, array), false);
    band.units = units;
    band.drain.tell(units);
    return band.run().plus(delay(job, hardware));
  }

  private static int firstGroups(DotProductJob job) {
    int groups = 1;
    while (groups < job.kernelGroups() && job.fits(groups, 0)) {
      groups++;
    }
    return groups;
  }

  private CycleBreakdown run() {
    return below(Long.MAX_VALUE).orElseThrow();
  }

  /** Clocks by which it cannot be done, kernel group {@code g} being through at {@code time}. */
  private long least(int g, long time) {
    long positions = (job.kernelGroups() - 1 - g) * job.positions();
    return Math.max(
        time - array.atomicKernels() + positions * job.operations(),
        drain.idle() - 1 + positions * perPosition);
  }

  private Optional<CycleBreakdown> below(long limit) {
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
          skip(g, skip.get(), steady.block());
          g += skip.get().groups();
          time += skip.get().count().clock();
        }
      }
      if (weightsReady[g] > time) {
        weightStall += weightsReady[g] - time;
        time = weightsReady[g];
      }
      parameters.fetch(g, port, drain, memory, units);
      long operandBytes = operandBytes(g);
      long operandStart = port.free();
      port.fetch(memory.beats(operandBytes * job.positions()), 0);
      drain.operands(operandStart, port.free());
      units.read(g, g, operandStart, port.free(), 0, 0, operandBytes * job.positions());
      drain.positions(perPosition, outputBytes(g), operandBytes);
      units.macsBegin(g, time);
      time = stripes(time);
      units.macsEnd(time - job.lastPadding(array), macActive, weightStall, creditStall);
      parameters.isThrough(g, drain.idle());
      release(g, time);
      held.released(g, time);
      if (least(g, time) >= limit) {
        return Optional.empty();
      }
    }
    // The last element was delivered a clock before the last position was through.
    long interrupt =
        drain.idle()
            - 1
            + Math.max(0, array.pipeline().tailCycles() - 1)
            + job.layer().activations().parameters().stageCycles();
    long end = Math.max(interrupt, drain.written());
    units.end(0, drain.idle(), interrupt, drain.written());
    long load = start + array.pipeline().firstMacDelayCycles();
    long memoryStall = weightStall + end - interrupt;
    return Optional.of(
        new CycleBreakdown(
            macActive,
            end - load - macActive - creditStall - memoryStall,
            creditStall,
            load,
            memoryStall));
  }

  /** All that decides how the band goes on as kernel group {@code g} begins at {@code now}. */
  private StateVector state(int g, long now) {
    StateVector state = new StateVector();
    credits.describe(now, state);
    drain.describe(now, state);
    state.add(drain.waitingBytes());
    boolean allFetched = fetched == job.kernelGroups();
    boolean operands = isReadLater();
    parameters.describe(g, now, port, state);
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

  /** Whether the post-processor reads through the port while the band runs. */
  private boolean isReadLater() {
    return !job.layer().fusedAddBits().isEmpty() || parameters.isAny();
  }

  private void skip(int g, SteadyGroups.Skip skip, int block) {
    int groups = skip.groups();
    long clocks = skip.count().clock();
    held.skip(g, groups, block, clocks);
    parameters.skip(g, groups, block, clocks);
    credits.shift(clocks);
    drain.skip(bytes(g, g + groups) * job.positions(), clocks);
    if (fetched < job.kernelGroups() || isReadLater()) {
      port.shift(clocks);
    }
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
        dataRead
            + memory.readLatencyCycles()
            + array.pipeline().dataFetchCycles()
            + job.weights().kernelsOf(0);
    long loaded = Math.max(job.boundary().inputOnChip() ? 0 : dataReady, weightsReady[0]);
    return Math.max(loaded, admission.firstNotBefore());
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
      if (firstTaken < 0) {
        firstTaken = job.operations() > 1 ? begin : granted;
      }
      // What the first operation waits for is no stall but its beginning.
      creditStall += granted - Math.max(time, firstTaken);
      sent = granted + length;
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
      long beats = fetchWeights(fetched, time);
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
