package dev.twobit.simulator.engine;

/**
 * When an operation of a chain does what, in clocks since the chain began.
 *
 * @param fetchBegin its first request could be at the port
 * @param dataOver as far as its input goes the next fetch may begin; {@code weightsOver} likewise
 * @param firstTaken its first atomic operation is taken
 * @param macsEnd the last position was sent to the array in the clock before
 * @param end interrupt and last write
 * @param stalls what it waited for in between
 */
public record LaunchTimes(
    long fetchBegin,
    long dataOver,
    long weightsOver,
    long firstTaken,
    long macsEnd,
    long end,
    Stalls stalls) {

  /**
   * Clocks of the sequencer.
   *
   * @param active positions were sent
   * @param credit an operation waited for credits, {@code weight} for weights
   */
  public record Stalls(long active, long credit, long weight) {}

  /** The same of a chain that began so much earlier. */
  LaunchTimes later(long clocks) {
    return new LaunchTimes(
        fetchBegin + clocks,
        dataOver + clocks,
        weightsOver + clocks,
        firstTaken + clocks,
        macsEnd + clocks,
        end + clocks,
        stalls);
  }
}
