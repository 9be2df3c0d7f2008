package dev.twobit.simulator.engine;

import dev.twobit.hardware.MemoryConfig;

/**
 * When results that come in evenly spaced runs are written: a beat leaves when its bytes are there
 * and the port has written the one before.
 */
final class WriteQueue {
  private final int beatBytes;
  private final long beat;
  private long finish;
  private int waiting;
  private long bytesOfPeriod;
  private long resultsOfPeriod;

  WriteQueue(MemoryConfig memory) {
    this.beatBytes = memory.beatBytes();
    this.beat = memory.beatMillionths();
  }

  /** {@code count} results of {@code bytes} each, at {@code first}, {@code first + step}, … */
  void add(long first, long step, long count, long bytes) {
    if (bytes == 0 || count == 0) {
      return;
    }
    long all = (waiting + count * bytes) / beatBytes;
    long end = finish + all * beat;
    // Beats left after result j, against its time, repeat with this period but for a slope: the
    // largest is in the first period or in the last.
    if ((first + (count - 1) * step) * MemoryConfig.CLOCK > finish) {
      long period = Math.min(count, period(bytes));
      long pace = step * MemoryConfig.CLOCK;
      end = latest(end, first * MemoryConfig.CLOCK, pace, bytes, waiting, all, period);
      if (period < count) {
        long j = count - period;
        long there = (first + j * step) * MemoryConfig.CLOCK;
        end = latest(end, there, pace, bytes, waiting + j * bytes, all, period);
      }
    }
    finish = end;
    waiting = (int) ((waiting + count * bytes) % beatBytes);
  }

  /**
   * End of a run of which one of {@code results} results finds the port idle, or {@code end}.
   *
   * @param time of the first of them, {@code pace} to the next, in millionths
   * @param before bytes up to the first of them
   * @param all beats of the run
   */
  private long latest(
      long end, long time, long pace, long bytes, long before, long all, long results) {
    long latest = end;
    long left = time + (all - before / beatBytes) * beat;
    int rest = (int) (before % beatBytes);
    // In the innermost loop: no divisions.
    long each = pace - bytes / beatBytes * beat;
    int restEach = (int) (bytes % beatBytes);
    for (long j = 0; j < results; j++) {
      latest = Math.max(latest, left);
      left += each;
      rest += restEach;
      if (rest >= beatBytes) {
        rest -= beatBytes;
        left -= beat;
      }
    }
    return latest;
  }

  /**
   * Results that are not looked at one by one, because as many like them, at the same distances,
   * came before and will come: each of those bounds the end in the same way.
   */
  void skip(long bytes) {
    finish += (waiting + bytes) / beatBytes * beat;
    waiting = (int) ((waiting + bytes) % beatBytes);
  }

  /** The port is busy with what was there before up to so many millionths of a clock. */
  void busyUntil(long millionths) {
    finish = millionths;
  }

  /** When the last whole beat is written, in millionths of a clock. */
  long finish() {
    return finish;
  }

  /** Bytes that do not fill a beat yet. */
  int waiting() {
    return waiting;
  }

  /** Runs of so many bytes after which beats begin at the same byte of a run again. */
  long period(long bytes) {
    if (bytes == 0) {
      return 1;
    }
    if (bytes != bytesOfPeriod) {
      bytesOfPeriod = bytes;
      resultsOfPeriod = beatBytes / gcd(bytes, beatBytes);
    }
    return resultsOfPeriod;
  }

  /** Nothing comes after clock {@code ended}: the clock at which all is written. */
  long flush(long ended) {
    if (waiting > 0) {
      finish = Math.max(finish, ended * MemoryConfig.CLOCK) + beat;
      waiting = 0;
    }
    return PortTimeline.clock(finish);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
