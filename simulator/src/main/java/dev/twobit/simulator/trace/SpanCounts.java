package dev.twobit.simulator.trace;

/**
 * What was done in a span of time.
 *
 * @param inputBytes read into the data buffer; {@code weightBytes} into the weight buffer, {@code
 *     operandBytes} for the post-processor
 * @param outputBytes written
 * @param activeCycles clocks of work: valid data at the MACs, or the post-processor's throughput
 * @param memoryStallCycles clocks waited for operands, those just before the span included
 * @param outputStallCycles clocks the MACs were held back by the post-processor
 */
public record SpanCounts(
    long inputBytes,
    long weightBytes,
    long operandBytes,
    long outputBytes,
    long activeCycles,
    long memoryStallCycles,
    long outputStallCycles) {
  public static final SpanCounts ZERO = new SpanCounts(0, 0, 0, 0, 0, 0, 0);

  public static SpanCounts read(long inputBytes, long weightBytes, long operandBytes) {
    return new SpanCounts(inputBytes, weightBytes, operandBytes, 0, 0, 0, 0);
  }

  public static SpanCounts written(long outputBytes) {
    return new SpanCounts(0, 0, 0, outputBytes, 0, 0, 0);
  }

  public static SpanCounts active(
      long activeCycles, long memoryStallCycles, long outputStallCycles) {
    return new SpanCounts(0, 0, 0, 0, activeCycles, memoryStallCycles, outputStallCycles);
  }

  public long readBytes() {
    return inputBytes + weightBytes + operandBytes;
  }

  public SpanCounts plus(SpanCounts other) {
    return new SpanCounts(
        inputBytes + other.inputBytes,
        weightBytes + other.weightBytes,
        operandBytes + other.operandBytes,
        outputBytes + other.outputBytes,
        activeCycles + other.activeCycles,
        memoryStallCycles + other.memoryStallCycles,
        outputStallCycles + other.outputStallCycles);
  }

  /** Whether the same kinds of bytes were read. */
  boolean readsAs(SpanCounts other) {
    return (inputBytes > 0) == (other.inputBytes > 0)
        && (weightBytes > 0) == (other.weightBytes > 0)
        && (operandBytes > 0) == (other.operandBytes > 0);
  }
}
