package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.MemoryConfig;

/**
 * The write port with its queue, which holds what the post-processor delivered until a beat is full
 * or no more is to come. The queue is as deep as it needs to be: it holds nothing back.
 */
final class WritePort {
  private final int beatBytes;
  private final long beat;
  private final boolean onChip;
  private long queued;
  private boolean ended;
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

  /** Nothing more will be queued. */
  void end() {
    ended = true;
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
      moving = Math.min(queued, beatBytes);
      queued -= moving;
      remaining = beat + carry;
    }
    waiting = ready();
  }

  private boolean ready() {
    return queued >= beatBytes || ended && queued > 0;
  }

  boolean isIdle() {
    return moving == 0 && queued == 0;
  }

  long bytes() {
    return bytes;
  }

  /** Bytes that stayed in the buffer. */
  long bufferBytes() {
    return bufferBytes;
  }
}
