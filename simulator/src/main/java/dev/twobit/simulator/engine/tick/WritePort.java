package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.MemoryConfig;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The write port with its queue, which holds what the post-processor delivered until a beat is full
 * or no more is to come. The queue is as deep as it needs to be: it holds nothing back.
 */
final class WritePort {
  private final int beatBytes;
  private final long beat;
  private final boolean onChip;
  private final Deque<Long> ended = new ArrayDeque<>();
  private long queued;
  private long moving;
  private long remaining;

  /** The next beat was there a clock ago. */
  private boolean waiting;

  private long bytes;
  private long bufferBytes;

  /**
   * @param onChip everything goes to the buffer instead, at once
   */
  WritePort(MemoryConfig memory, boolean onChip) {
    this.onChip = onChip;
    this.beatBytes = memory.beatBytes();
    this.beat = memory.beatMillionths();
  }

  void queue(long size) {
    if (onChip) {
      bufferBytes += size;
    } else {
      queued += size;
    }
  }

  /** What is queued from here on begins a beat of its own, after all that was. */
  void end() {
    ended.addLast(queued);
    queued = 0;
  }

  void clock() {
    long carry = 0;
    if (moving > 0) {
      remaining -= MemoryConfig.CLOCK;
      if (remaining > 0) {
        waiting = ready();
        return;
      }
      carry = waiting ? remaining : 0;
      bytes += moving;
      moving = 0;
    }
    if (ready()) {
      take();
      remaining = beat + carry;
    }
    waiting = ready();
  }

  private void take() {
    if (ended.isEmpty()) {
      moving = beatBytes;
      queued -= moving;
      return;
    }
    moving = Math.min(ended.getFirst(), beatBytes);
    if (moving == ended.getFirst()) {
      ended.removeFirst();
    } else {
      ended.addFirst(ended.removeFirst() - moving);
    }
  }

  private boolean ready() {
    while (!ended.isEmpty() && ended.getFirst() == 0) {
      ended.removeFirst();
    }
    return !ended.isEmpty() || queued >= beatBytes;
  }

  boolean isIdle() {
    return moving == 0 && queued == 0 && !ready();
  }

  /** Bytes that were queued up to now, written or not. */
  long queuedBytes() {
    return bytes + moving + queued + ended.stream().mapToLong(Long::longValue).sum();
  }

  long bytes() {
    return bytes;
  }

  /** Bytes that stayed in the buffer. */
  long bufferBytes() {
    return bufferBytes;
  }
}
