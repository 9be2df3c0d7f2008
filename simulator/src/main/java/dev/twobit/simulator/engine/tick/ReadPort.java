package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.MemoryConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * The read port of the external memory: a beat holds it for the memory's clocks a beat. Two queues
 * that are filled before the first clock alternate, weights first; when both are empty, later
 * fetches follow in order, each as soon as its condition holds.
 */
final class ReadPort {
  /** Where beats go. */
  interface Way {
    /** A beat begins in this clock, at a millionth of a clock. */
    default void begins(int bytes, long millionths) {}

    /** It is through. */
    default void isThrough(int bytes) {}

    /** A pipeline that takes beats as they begin. */
    static Way fromBegin(DelayLine line) {
      return new Way() {
        @Override
        public void begins(int bytes, long millionths) {
          line.push(bytes);
        }
      };
    }

    /** A pipeline that takes beats when they are through. */
    static Way fromEnd(DelayLine line) {
      return new Way() {
        @Override
        public void isThrough(int bytes) {
          line.push(bytes);
        }
      };
    }
  }

  /** A run of bytes for one buffer. */
  private static final class Fetch {
    private final Way way;
    private final BooleanSupplier condition;
    private long left;

    Fetch(long bytes, Way way, BooleanSupplier condition) {
      this.left = bytes;
      this.way = way;
      this.condition = condition;
    }
  }

  private final int beatBytes;
  private long beat;
  private final Deque<Fetch> weights = new ArrayDeque<>();
  private final Deque<Fetch> data = new ArrayDeque<>();
  private final Deque<Fetch> later = new ArrayDeque<>();
  private final int ahead;
  private long firstData;
  private int weightsAhead;
  private boolean weightsTurn;
  private boolean busy;
  private Way way = new Way() {};
  private int size;

  /** Millionths of a clock until the beat is through. */
  private long remaining;

  /**
   * The next beat was there a clock ago: it follows at once, within a clock if the pace says so.
   */
  private boolean waiting;

  private long bytes;
  private long clocks;

  ReadPort(MemoryConfig memory) {
    this(memory, 1, 0);
  }

  /**
   * @param weightsAhead beats of weights before the two queues alternate
   * @param firstData clock before which no data is asked for
   */
  ReadPort(MemoryConfig memory, int weightsAhead, int firstData) {
    this.ahead = weightsAhead;
    this.weightsAhead = weightsAhead;
    this.firstData = firstData;
    this.beatBytes = memory.beatBytes();
    this.beat = memory.beatMillionths();
  }

  /** What is asked for from here on comes at the pace of this memory. */
  void pace(MemoryConfig memory) {
    beat = memory.beatMillionths();
  }

  /**
   * Another fetch, of which weights are ahead again.
   *
   * @param dataClock before which no data is asked for
   */
  void begin(long dataClock) {
    weightsAhead = ahead;
    weightsTurn = false;
    firstData = dataClock;
  }

  void firstWeights(long bytes, Way to) {
    add(weights, new Fetch(bytes, to, () -> true));
  }

  void data(long bytes, Way to) {
    add(data, new Fetch(bytes, to, () -> true));
  }

  void later(long bytes, Way to, BooleanSupplier condition) {
    add(later, new Fetch(bytes, to, condition));
  }

  private static void add(Deque<Fetch> queue, Fetch fetch) {
    if (fetch.left > 0) {
      queue.addLast(fetch);
    }
  }

  void clock() {
    advance();
    clocks++;
  }

  private void advance() {
    long carry = 0;
    if (busy) {
      remaining -= MemoryConfig.CLOCK;
      if (remaining > 0) {
        waiting = ready();
        return;
      }
      carry = waiting ? remaining : 0;
      bytes += size;
      way.isThrough(size);
    }
    busy = ready();
    if (busy) {
      start(choose(), clocks * MemoryConfig.CLOCK + carry);
      remaining = beat + carry;
    }
    waiting = busy && ready();
  }

  private boolean ready() {
    return !weights.isEmpty()
        || isDataDue()
        || data.isEmpty() && !later.isEmpty() && later.getFirst().condition.getAsBoolean();
  }

  private boolean isDataDue() {
    return !data.isEmpty() && clocks >= firstData;
  }

  private Deque<Fetch> choose() {
    boolean forWeights = !weights.isEmpty() && (weightsAhead > 0 || weightsTurn || !isDataDue());
    weightsAhead -= forWeights && weightsAhead > 0 ? 1 : 0;
    weightsTurn = !forWeights;
    return forWeights ? weights : data.isEmpty() ? later : data;
  }

  private void start(Deque<Fetch> queue, long millionths) {
    Fetch fetch = queue.getFirst();
    way = fetch.way;
    size = (int) Math.min(beatBytes, fetch.left);
    fetch.left -= size;
    way.begins(size, millionths);
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
