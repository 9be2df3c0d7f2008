package dev.twobit.simulator.engine;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.BankSplit;
import java.util.List;

/**
 * What an operation of a dot-product array leaves to the one behind it. Clocks are seen from one of
 * the reader's choice. Two operations that begin with equal states go alike.
 *
 * @param fetch what the fetch unit and the buffer are left with
 * @param output what the way of results is left with
 * @param macsEnd the last position was sent to the array in the clock before
 * @param macsFree the array may take an operation
 * @param end interrupt and last write of the operation
 * @param endBefore the same of the one before it, whose registers the next operation gets
 */
public record ChainState(
    Fetch fetch, Output output, long macsEnd, long macsFree, long end, long endBefore) {
  /** So long before the clock that states are seen from that nothing is left of it. */
  private static final long LONG_AGO = -(1L << 40);

  /** Nothing is left: an operation that begins so begins cold. */
  public static ChainState cold(int accumulatorCredits) {
    return new ChainState(
        new Fetch(0, new BankSplit(0, 0), 0, List.of()),
        new Output(new Credits(accumulatorCredits, List.of()), LONG_AGO, 0),
        LONG_AGO,
        LONG_AGO,
        0,
        0);
  }

  /**
   * The fetch unit and what it has fetched.
   *
   * @param free when the next fetch may begin
   * @param banks of the operation
   * @param dataBytes of its input, which is released at once when its last position was sent
   * @param weights what is left of its weights and from when on
   */
  public record Fetch(long free, BankSplit banks, long dataBytes, List<Held> weights) {
    public Fetch {
      weights = List.copyOf(weights);
    }
  }

  /** From clock {@code from} on so many bytes of weights are still needed. */
  public record Held(long from, long bytes) {}

  /**
   * Accumulators, post-processor and write port.
   *
   * @param idle the last position is through
   * @param writtenMillionths the last byte is written, in millionths of a clock
   */
  public record Output(Credits credits, long idle, long writtenMillionths) {}

  /** Accumulator credits that are free and those that are not yet, in their order. */
  public record Credits(int free, List<Returning> returning) {
    public Credits {
      returning = List.copyOf(returning);
    }
  }

  /** So many credits that come back at {@code first}, {@code first + step}, … */
  public record Returning(long first, long step, int count) {}

  /** The same, seen from a clock so much later. */
  public ChainState seenFrom(long clocks) {
    if (clocks == 0) {
      return this;
    }
    return new ChainState(
        new Fetch(
            fetch.free - clocks,
            fetch.banks,
            fetch.dataBytes,
            fetch.weights.stream().map(h -> new Held(h.from - clocks, h.bytes)).toList()),
        new Output(
            new Credits(
                output.credits.free,
                output.credits.returning.stream()
                    .map(r -> new Returning(r.first - clocks, r.step, r.count))
                    .toList()),
            output.idle - clocks,
            output.writtenMillionths - clocks * MemoryConfig.CLOCK),
        macsEnd - clocks,
        macsFree - clocks,
        end - clocks,
        endBefore - clocks);
  }
}
