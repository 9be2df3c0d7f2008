package dev.twobit.simulator.engine;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.trace.LayerTrace;
import dev.twobit.simulator.trace.LevelTrack;
import dev.twobit.simulator.trace.OperationSpan;
import dev.twobit.simulator.trace.SpanCounts;
import dev.twobit.simulator.trace.SpanTrack;
import dev.twobit.simulator.trace.TracedUnit;
import dev.twobit.simulator.trace.UnitSpan;
import dev.twobit.simulator.workload.CycleBreakdown;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Writes down the operations of a layer. Reads are seen as their beats arrive, MACs as data is at
 * them, writes beat by beat.
 */
final class OperationRecorder implements UnitListener {
  private record InputArrival(long end, long bytes) {}

  private final MemoryConfig memory;
  private final int macDelayCycles;
  private final int mostSpans;
  private final List<SpanTrack> tracks;
  private final List<OperationSpan> operations = new ArrayList<>();
  private final LevelTrack levels = new LevelTrack();
  private final Deque<InputArrival> inputs = new ArrayDeque<>();
  private boolean buffered;
  private boolean keepsWeights;
  private long held;
  private long begin;
  private long operationBegin;
  private long aheadCycles;
  private long aheadBytes;
  private long releasedBytes;
  private long inputBytes;
  private long weightBytes;
  private long weightArrival;
  private int group;
  private long macBegin;
  private long macEnd;
  private long active;
  private long memoryStall;
  private long outputStall;
  private long written;
  private long waitingBytes;

  /**
   * @param macDelayCycles clocks from the sequencer's taking an operation to data at the MACs
   * @param mostSpans of one unit
   */
  OperationRecorder(MemoryConfig memory, int macDelayCycles, int mostSpans) {
    this.memory = memory;
    this.macDelayCycles = macDelayCycles;
    this.mostSpans = mostSpans;
    this.tracks = Arrays.stream(TracedUnit.values()).map(unit -> new SpanTrack(mostSpans)).toList();
  }

  /**
   * What follows is the next operation.
   *
   * @param heldWeightBytes weights that are in the buffer from the operation before
   * @param keepsWeights whether they, or those fetched, stay for the next
   */
  void begin(long heldWeightBytes, boolean keepsWeights) {
    this.keepsWeights = keepsWeights;
    begin = operations.isEmpty() ? 0 : operations.get(operations.size() - 1).endCycle();
    operationBegin = begin;
    releasedBytes = 0;
    inputBytes = 0;
    weightBytes = 0;
    weightArrival = 0;
    if (heldWeightBytes > 0) {
      levels.change(begin, 0, heldWeightBytes);
    }
    held = heldWeightBytes;
    inputs.clear();
    group = 0;
    macEnd = 0;
    active = 0;
    memoryStall = 0;
    outputStall = 0;
    written = 0;
    waitingBytes = 0;
  }

  /**
   * The load, and all that is told, begins later.
   *
   * @param clocks from the operation's beginning
   * @param bytes that are read ahead of the load; they are shown with its first
   */
  void ahead(long clocks, long bytes) {
    begin += clocks;
    aheadCycles = clocks;
    aheadBytes = bytes;
  }

  @Override
  public boolean isWatching() {
    return true;
  }

  @Override
  public void read(
      int firstGroup, int lastGroup, long from, long to, long input, long weights, long operands) {
    if (input + weights + operands == 0) {
      return;
    }
    long arrival = PortTimeline.clock(from) + memory.readLatencyCycles();
    long end = PortTimeline.clock(to) + memory.readLatencyCycles();
    SpanCounts counts = SpanCounts.read(input, weights, operands + aheadBytes);
    add(TracedUnit.DRAM_READ, firstGroup, lastGroup, arrival - aheadCycles, end, counts);
    aheadBytes = 0;
    aheadCycles = 0;
    if (input + weights > 0) {
      buffered = true;
      // Without a beat of their own, weights came with the beat of those before.
      weightArrival = weights > 0 && to > from ? arrival : weightArrival;
      levels.change(begin + (input > 0 ? arrival : weightArrival), input, weights);
      inputBytes += input;
      weightBytes += weights;
    }
    if (input > 0) {
      inputs.addLast(new InputArrival(end, input));
    }
  }

  @Override
  public void macsBegin(int kernelGroup, long clock) {
    group = kernelGroup;
    macBegin = clock;
  }

  @Override
  public void macsEnd(long clock, long activeSoFar, long memoryStallSoFar, long outputStallSoFar) {
    macEnd = clock + macDelayCycles;
    add(
        TracedUnit.MAC_ARRAY,
        group,
        group,
        macBegin + macDelayCycles,
        macEnd,
        SpanCounts.active(
            activeSoFar - active, memoryStallSoFar - memoryStall, outputStallSoFar - outputStall));
    active = activeSoFar;
    memoryStall = memoryStallSoFar;
    outputStall = outputStallSoFar;
  }

  @Override
  public void drained(
      long first, long step, int count, long each, long bytesEach, long writtenMillionths) {
    add(
        TracedUnit.POST_PROCESSOR,
        group,
        group,
        first,
        first + (count - 1) * step + each,
        SpanCounts.active(count * each, 0, 0));
    long all = waitingBytes + count * bytesEach;
    long beats = all / memory.beatBytes();
    if (beats > 0) {
      long filling = (memory.beatBytes() - waitingBytes + bytesEach - 1) / bytesEach - 1;
      long filled = (first + each + filling * step) * MemoryConfig.CLOCK;
      write(Math.max(written, filled), writtenMillionths, beats * memory.beatBytes());
    }
    waitingBytes = all % memory.beatBytes();
  }

  private void write(long from, long to, long bytes) {
    add(
        TracedUnit.DRAM_WRITE,
        group,
        group,
        PortTimeline.clock(from),
        PortTimeline.clock(to),
        SpanCounts.written(bytes));
    written = to;
  }

  @Override
  public void weightsReleased(long clock, long endByte) {
    if (!keepsWeights) {
      long bytes = endByte - releasedBytes;
      releasedBytes = endByte;
      weightBytes -= bytes;
      levels.change(begin + clock, 0, -bytes);
    }
  }

  @Override
  public void inputReleased(long clock) {
    if (inputs.isEmpty()) {
      return;
    }
    InputArrival oldest = inputs.removeFirst();
    inputBytes -= oldest.bytes;
    levels.change(begin + Math.max(clock, oldest.end), -oldest.bytes, 0);
  }

  @Override
  public void end(long empty, long idle, long interrupt, long writtenClock) {
    if (waitingBytes > 0) {
      long last = Math.max(written, idle * MemoryConfig.CLOCK);
      write(last, writtenClock * MemoryConfig.CLOCK, waitingBytes);
    }
    tail(TracedUnit.MAC_ARRAY, macEnd, empty);
    tail(TracedUnit.POST_PROCESSOR, idle, interrupt);
  }

  private void tail(TracedUnit unit, long from, long to) {
    if (to > from) {
      UnitSpan span = UnitSpan.tail(unit, operations.size(), group, begin + from, begin + to);
      tracks.get(unit.ordinal()).add(span);
    }
  }

  /** The operation has been told in full. */
  void finish(int firstKernel, int pastKernel, int firstRow, int pastRow, CycleBreakdown cycles) {
    OperationSpan operation =
        new OperationSpan(firstKernel, pastKernel, firstRow, pastRow, operationBegin, cycles);
    operations.add(operation);
    // What is kept comes in again with the next operation, at the same clock.
    levels.change(operation.endCycle(), -inputBytes, -weightBytes - held);
  }

  private void add(
      TracedUnit unit, int firstGroup, int lastGroup, long from, long to, SpanCounts counts) {
    tracks
        .get(unit.ordinal())
        .add(
            UnitSpan.of(
                unit, operations.size(), firstGroup, lastGroup, begin + from, begin + to, counts));
  }

  LayerTrace trace() {
    List<UnitSpan> spans = new ArrayList<>();
    tracks.forEach(track -> spans.addAll(track.spans()));
    return new LayerTrace(operations, spans, buffered ? levels.levels(mostSpans) : List.of());
  }
}
