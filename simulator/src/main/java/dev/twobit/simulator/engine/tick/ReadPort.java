package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.MemoryConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * The read port of the external memory: a beat holds it for the memory's clocks a beat, then takes
 * the latency and the fetch unit's pipeline to its buffer. Two queues that are filled before the
 * first clock alternate, weights first; when both are empty, later fetches follow in order, each as
 * soon as its condition holds.
 */
final class ReadPort {
  /** A run of bytes for one buffer. */
  private static final class Fetch {
    private final DelayLine way;
    private final BooleanSupplier condition;
    private long left;

    Fetch(long bytes, DelayLine way, BooleanSupplier condition) {
      this.left = bytes;
      this.way = way;
      this.condition = condition;
    }
  }

  private final int beatBytes;
  private final long beat;
  private final Deque<Fetch> weights = new ArrayDeque<>();
  private final Deque<Fetch> data = new ArrayDeque<>();
  private final Deque<Fetch> later = new ArrayDeque<>();
  private boolean weightsTurn = true;
  private boolean busy;
  private DelayLine way = new DelayLine(0);
  private int size;

  /** Millionths of a clock until the beat is through. */
  private long remaining;

  /**
   * The next beat was there a clock ago: it follows at once, within a clock if the pace says so.
   */
  private boolean waiting;

  private long bytes;

  ReadPort(MemoryConfig memory) {
    this.beatBytes = memory.beatBytes();
    this.beat = memory.beatMillionths();
  }

  /** Another operation's fetch begins: its weights are first again. */
  void begin() {
    weightsTurn = true;
  }

  void firstWeights(long bytes, DelayLine to) {
    add(weights, new Fetch(bytes, to, () -> true));
  }

  void data(long bytes, DelayLine to) {
    add(data, new Fetch(bytes, to, () -> true));
  }

  void later(long bytes, DelayLine to, BooleanSupplier condition) {
    add(later, new Fetch(bytes, to, condition));
  }

  private static void add(Deque<Fetch> queue, Fetch fetch) {
    if (fetch.left > 0) {
      queue.addLast(fetch);
    }
  }

  void clock() {
    long carry = 0;
    if (busy) {
      remaining -= MemoryConfig.CLOCK;
      if (remaining > 0) {
        waiting = ready();
        return;
      }
      carry = waiting ? remaining : 0;
      bytes += size;
      way.push(size);
    }
    busy = ready();
    if (busy) {
      start(choose());
      remaining = beat + carry;
    }
    waiting = busy && ready();
  }

  private boolean ready() {
    return !weights.isEmpty()
        || !data.isEmpty()
        || !later.isEmpty() && later.getFirst().condition.getAsBoolean();
  }

  private Deque<Fetch> choose() {
    boolean forWeights = !weights.isEmpty() && (weightsTurn || data.isEmpty());
    weightsTurn = !forWeights;
    return forWeights ? weights : data.isEmpty() ? later : data;
  }

  private void start(Deque<Fetch> queue) {
    Fetch fetch = queue.getFirst();
    way = fetch.way;
    size = (int) Math.min(beatBytes, fetch.left);
    fetch.left -= size;
    if (fetch.left == 0) {
      queue.removeFirst();
    }
  }

  /** Nothing is left to fetch; what went through may still be on its way. */
  boolean isIdle() {
    return !busy && weights.isEmpty() && data.isEmpty() && later.isEmpty();
  }

  /** Bytes that went through. */
  long bytes() {
    return bytes;
  }
}
