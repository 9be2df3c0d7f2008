package dev.twobit.simulator.engine;

/**
 * Told what the units do while an operation is timed. Clocks and millionths of a clock count from
 * the operation's begin; a kernel group of a systolic array is a tile of weights.
 */
interface UnitListener {
  /** Listens to nothing. */
  UnitListener NONE = new UnitListener() {};

  /** Whether steady states are to be run through, so that every kernel group is told. */
  default boolean isWatching() {
    return false;
  }

  /**
   * Bytes come over the read port, latency apart.
   *
   * @param firstGroup kernel groups {@code [firstGroup, lastGroup]} that they are for
   */
  default void read(
      int firstGroup,
      int lastGroup,
      long fromMillionths,
      long toMillionths,
      long inputBytes,
      long weightBytes,
      long operandBytes) {}

  /** The MACs turn to a kernel group; what is drained from here on is of it. */
  default void macsBegin(int group, long clock) {}

  /**
   * The MACs have done what they began.
   *
   * @param active and the stalls: clocks since the operation began
   */
  default void macsEnd(long clock, long active, long memoryStall, long outputStall) {}

  /**
   * The post-processor takes {@code count} positions at {@code first}, {@code first + step}, …
   *
   * @param each clocks that one takes
   * @param bytesEach bytes that one completes
   * @param writtenMillionths when the last whole beat of them is written
   */
  default void drained(
      long first, long step, int count, long each, long bytesEach, long writtenMillionths) {}

  /** Weights up to this byte are no longer needed. */
  default void weightsReleased(long clock, long endByte) {}

  /** The oldest input in the buffer is no longer needed. */
  default void inputReleased(long clock) {}

  /**
   * The operation is over.
   *
   * @param empty when the MAC array's pipeline is empty
   * @param idle when the post-processor is; {@code interrupt} when it says so
   * @param written when all is written
   */
  default void end(long empty, long idle, long interrupt, long written) {}
}
