package dev.twobit.simulator.engine;

import dev.twobit.hardware.MemoryConfig;

/**
 * The post-processor: one output position (or vector of results) after the other, each waiting for
 * its accumulators and for the operands of a fused add; hands bytes to the write port.
 */
final class OutputDrain {
  /** Told when positions begin: {@code count} of them at {@code first}, {@code first + step}, … */
  interface Listener {
    void begin(long first, long step, int count);
  }

  private final MemoryConfig memory;
  private final int operandLatency;
  private final Listener listener;
  private final WriteQueue writes;
  private long perPosition;
  private long idle;
  private long outputBytes;
  private long operandBytes;
  private long operandStart;
  private long operandsEnd;
  private long operandOffset;
  private UnitListener units = UnitListener.NONE;

  /**
   * @param operandLatency clocks from a beat's being through the port to its use
   */
  OutputDrain(MemoryConfig reads, MemoryConfig writes, int operandLatency, Listener listener) {
    this.memory = reads;
    this.operandLatency = operandLatency;
    this.listener = listener;
    this.writes = new WriteQueue(writes);
  }

  /**
   * Goes on behind another operation.
   *
   * @param idleClock at which its last position is through
   * @param writtenMillionths when its last byte is written
   */
  void goOnAfter(long idleClock, long writtenMillionths) {
    idle = idleClock;
    writes.busyUntil(writtenMillionths);
  }

  /** When the port is through with what it has, in millionths of a clock. */
  long writesFinish() {
    return writes.finish();
  }

  void tell(UnitListener listening) {
    units = listening;
  }

  /**
   * Operands of the positions to come are fetched from {@code start} to {@code end}, millionths of
   * a clock.
   */
  void operands(long start, long end) {
    operandStart = start;
    operandsEnd = end;
    operandOffset = 0;
  }

  /** The positions to come wait for clock {@code clock}. */
  void notBefore(long clock) {
    idle = Math.max(idle, clock);
  }

  /** Clocks from a beat's being through the port to its use. */
  int operandLatency() {
    return operandLatency;
  }

  /**
   * What the positions to come are like.
   *
   * @param clocks that one takes
   * @param outputBytes atoms that one completes
   * @param operandBytes atoms that one reads for a fused add
   */
  void positions(long clocks, long outputBytes, long operandBytes) {
    this.perPosition = clocks;
    this.outputBytes = outputBytes;
    this.operandBytes = operandBytes;
  }

  /** A stripe of {@code length} positions, the first deliverable at {@code deliverable}. */
  void stripe(int length, long deliverable) {
    long first = Math.max(idle, deliverable);
    long perBeat = memory.beatBytes();
    long beats = operandBytes / perBeat * memory.beatMillionths();
    if (length == 0) {
      return;
    }
    if (operandBytes == 0 || operand(length - 1) <= first) {
      run(first, perPosition, length);
    } else if (operandBytes % perBeat == 0 && beats % MemoryConfig.CLOCK == 0) {
      paced(first, operand(0), beats / MemoryConfig.CLOCK, length);
    } else {
      for (int i = 0; i < length; i++) {
        first = Math.max(first, operand(i));
        run(first, perPosition, 1);
        first = idle;
      }
    }
    operandOffset += length * operandBytes;
  }

  /** Operands come at {@code arrival}, {@code arrival + pace}, … */
  private void paced(long first, long arrival, long pace, int length) {
    if (pace <= perPosition) {
      run(Math.max(first, arrival), perPosition, length);
      return;
    }
    long ahead = Math.max(0, first - arrival);
    int free = (int) Math.min(length, (ahead + pace - perPosition - 1) / (pace - perPosition));
    run(first, perPosition, free);
    run(arrival + free * pace, pace, length - free);
  }

  private void run(long first, long step, int count) {
    if (count == 0) {
      return;
    }
    listener.begin(first, step, count);
    writes.add(first + perPosition, step, count, outputBytes);
    idle = first + (count - 1) * step + perPosition;
    units.drained(first, step, count, perPosition, outputBytes, writes.finish());
  }

  /** Clock at which the operands of the stripe's position {@code i} are there. */
  private long operand(int i) {
    long beats = memory.beats(operandOffset + (i + 1) * operandBytes);
    return PortTimeline.clock(operandStart + beats * memory.beatMillionths()) + operandLatency;
  }

  /**
   * All that decides how a stripe goes, seen from clock {@code now}: how far the last position and,
   * while they are still coming, the operands are.
   */
  void describe(long now, StateVector state) {
    state.add(idle - now);
    if (operandBytes > 0) {
      long last = PortTimeline.clock(operandsEnd) + operandLatency;
      boolean there = last <= now;
      long through = operandStart + memory.beats(operandOffset) * memory.beatMillionths();
      state.add(there ? Long.MIN_VALUE : through - now * MemoryConfig.CLOCK);
      state.add(there ? 0 : operandOffset % memory.beatBytes());
    }
  }

  /** Bytes written that do not fill a beat yet. */
  int waitingBytes() {
    return writes.waiting();
  }

  /** Stripes after which writes begin at the same byte of a beat again. */
  long writePeriod(int length) {
    return writes.period(length * outputBytes);
  }

  /** As many stripes of so many positions, {@code clocks} in all, as those before and after. */
  void skip(long stripes, int length, long clocks) {
    idle += clocks;
    operandOffset += stripes * length * operandBytes;
    writes.skip(stripes * length * outputBytes);
  }

  /** The same for positions that complete so many bytes, when no operands are coming. */
  void skip(long bytes, long clocks) {
    idle += clocks;
    writes.skip(bytes);
  }

  /** Clock at which the last position is through. */
  long idle() {
    return idle;
  }

  /** Clock at which the last result is written. */
  long written() {
    return writes.flush(idle);
  }
}
