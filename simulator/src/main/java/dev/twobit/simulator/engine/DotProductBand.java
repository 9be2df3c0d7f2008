package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.Stripes;

/**
 * Timing of one band on the dot-product array by the rules of RTL.md: load, stripes, output drain,
 * tail.
 *
 * @param end clock of the done interrupt
 * @param load clocks before the first valid data at the array
 * @param macActive clocks with valid data
 * @param creditStall clocks an operation waited for accumulator credits
 * @param weightStall clocks an operation waited for its weights
 * @param firstOutput clock of the first output element
 */
record DotProductBand(
    long end, long load, long macActive, long creditStall, long weightStall, long firstOutput) {
  /** Fetch to first operation, whole cube in the buffer (RTL.md, mechanism 1). */
  private static final int DATA_READY_CYCLES = 89;

  /** The same for the weights. */
  private static final int WEIGHTS_READY_CYCLES = 82;

  /** Read latency that the two constants above already hold. */
  private static final int LATENCY_INCLUDED = 32;

  /**
   * @param residentGroups kernel groups that the weight banks hold at once; below two, loading does
   *     not overlap with computing
   * @param weightsLoaded the weights are in the buffer already (a later band of the same layer)
   */
  static DotProductBand run(
      DotProductJob job,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      int residentGroups,
      boolean weightsLoaded) {
    MemoryConfig memory = hardware.memory();
    double p = memory.cyclesPerBeat();
    long dataBeats = memory.beats(job.dataBytes());
    long weightBeats = weightsLoaded ? 0 : memory.beats(job.weightBytes());
    long firstBeats = weightsLoaded ? 0 : memory.beats(job.bytesOfGroup(0));
    long latency = memory.readLatencyCycles() - LATENCY_INCLUDED;
    boolean overlap = residentGroups >= 2;
    long interleaved = overlap ? weightBeats : firstBeats;
    long dataReady =
        Math.round(p * (dataBeats + Math.min(dataBeats, interleaved))) + DATA_READY_CYCLES;
    long weightsReady = Math.round(p * arrival(firstBeats, dataBeats)) + WEIGHTS_READY_CYCLES;
    long time = Math.max(dataReady, weightsReady) + latency;
    final long start = time;

    int groupSize = array.atomicKernels();
    long perPosition =
        (groupSize + hardware.postProcessor().outputElementsPerCycle() - 1)
                / hardware.postProcessor().outputElementsPerCycle()
            + 1;
    CreditQueue credits = new CreditQueue(array.accumulatorCredits());
    Stripes stripes = job.stripes();
    long loaded = 0;
    long portFree = 0;
    long creditStall = 0;
    long weightStall = 0;
    long macActive = 0;
    long drained = 0;
    long firstOutput = -1;
    for (int g = 0; g < job.kernelGroups(); g++) {
      if (!weightsLoaded) {
        long beats = memory.beats(job.bytesOfGroup(g));
        loaded += beats;
        long ready;
        if (g == 0) {
          ready = time;
        } else if (overlap) {
          ready = Math.round(p * arrival(loaded, dataBeats)) + WEIGHTS_READY_CYCLES + latency;
        } else {
          ready = Math.round(time + p * beats) + WEIGHTS_READY_CYCLES + latency;
        }
        portFree = Math.max(portFree, ready);
        if (ready > time) {
          weightStall += ready - time;
          time = ready;
        }
      }
      for (long s = 0; s < stripes.count(); s++) {
        int length = stripes.length(s);
        long duration = Math.max(groupSize, length);
        time += (job.operations() - 1) * duration;
        long granted = credits.take(length, time);
        creditStall += granted - time;
        time = granted;
        drained = Math.max(drained, time + array.firstOutputDelayCycles());
        if (firstOutput < 0) {
          firstOutput = drained;
        }
        credits.giveBack(
            drained + perPosition + array.creditReturnCycles() - 2, perPosition, length);
        drained += length * perPosition;
        time += duration;
        macActive += job.operations() * length;
      }
    }
    return new DotProductBand(
        drained - 1 + array.tailCycles(),
        start + array.firstMacDelayCycles(),
        macActive,
        creditStall,
        weightStall,
        firstOutput);
  }

  /** Read slot of the n-th weight beat: data and weights alternate while both are pending. */
  private static long arrival(long weightBeats, long dataBeats) {
    return weightBeats <= dataBeats ? 2 * weightBeats : dataBeats + weightBeats;
  }
}
