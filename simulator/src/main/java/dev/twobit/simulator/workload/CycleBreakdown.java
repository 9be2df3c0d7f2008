package dev.twobit.simulator.workload;

/**
 * Clocks of a layer by what they were spent on; every clock is counted once.
 *
 * @param macActive clocks with valid data at the MAC array
 * @param fillDrain pipeline or array filling and draining, and the tail
 * @param outputBound clocks an operation was ready and the post-processor held it back, and all
 *     clocks of steps of the post-processor alone that its throughput sets
 * @param load waiting for the first operands before the first MAC
 * @param memoryStall waiting for operands or results later
 */
public record CycleBreakdown(
    long macActive, long fillDrain, long outputBound, long load, long memoryStall) {
  public static final CycleBreakdown ZERO = new CycleBreakdown(0, 0, 0, 0, 0);

  public long total() {
    return macActive + fillDrain + outputBound + load + memoryStall;
  }

  public CycleBreakdown times(int count) {
    return new CycleBreakdown(
        macActive * count,
        fillDrain * count,
        outputBound * count,
        load * count,
        memoryStall * count);
  }

  public CycleBreakdown plus(CycleBreakdown other) {
    return new CycleBreakdown(
        macActive + other.macActive,
        fillDrain + other.fillDrain,
        outputBound + other.outputBound,
        load + other.load,
        memoryStall + other.memoryStall);
  }
}
