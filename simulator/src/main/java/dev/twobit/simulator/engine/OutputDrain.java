package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;

/**
 * The post-processor behind the dot-product array: one output position after the other, each
 * waiting for its accumulators and for the operands of a fused add; gives credits back and hands
 * bytes to the write port.
 */
final class OutputDrain {
  private final MemoryConfig memory;
  private final long perPosition;
  private final int creditReturn;
  private final int operandLatency;
  private final CreditQueue credits;
  private final WriteQueue writes;
  private long idle;
  private long outputBytes;
  private long operandBytes;
  private long operandStart;
  private long position;

  OutputDrain(ArrayConfig.DotProduct array, HardwareConfig hardware, CreditQueue credits) {
    this.memory = hardware.memory();
    int throughput = hardware.postProcessor().outputElementsPerCycle();
    // One clock to turn to the next position.
    this.perPosition = (array.atomicKernels() + throughput - 1) / throughput + 1;
    this.creditReturn = array.creditReturnCycles();
    this.operandLatency = memory.readLatencyCycles() + array.dataFetchCycles();
    this.credits = credits;
    this.writes = new WriteQueue(memory);
  }

  /**
   * A kernel group begins.
   *
   * @param outputBytes atoms that each of its positions completes
   * @param operandBytes atoms that each of its positions reads for a fused add
   * @param operandStart when their first beat has the port, millionths of a clock
   */
  void group(long outputBytes, long operandBytes, long operandStart) {
    this.outputBytes = outputBytes;
    this.operandBytes = operandBytes;
    this.operandStart = operandStart;
    this.position = 0;
  }

  /** A stripe of {@code length} positions, the first deliverable at {@code deliverable}. */
  void stripe(int length, long deliverable) {
    long first = Math.max(idle, deliverable);
    long perBeat = memory.beatBytes();
    long beats = operandBytes / perBeat * memory.beatMillionths();
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
    position += length;
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
    // The last element is out one clock before the position ends.
    credits.giveBack(first + perPosition - 2 + creditReturn, step, count);
    writes.add(first + perPosition, step, count, outputBytes);
    idle = first + (count - 1) * step + perPosition;
  }

  /** Clock at which the operands of the stripe's position {@code i} are there. */
  private long operand(int i) {
    long beats = memory.beats((position + i + 1) * operandBytes);
    return PortTimeline.clock(operandStart + beats * memory.beatMillionths()) + operandLatency;
  }

  /** Clock at which the last position is through. */
  long idle() {
    return idle;
  }

  /** Clock at which the last result is written. */
  long written() {
    return writes.flush();
  }
}
