package dev.twobit.simulator.workload;

import java.util.Arrays;

/** How an integer result becomes an unsigned code of the tensor that is written. */
public sealed interface OutputConversion {

  /** Code of {@code value} in output channel {@code channel}. */
  int code(int channel, long value);

  /** That of channels {@code [first, past)}. */
  OutputConversion channels(int first, int past);

  /**
   * The code is how many thresholds are reached: 2^bits - 1 a channel, three for two bits
   * (DESIGN.md, "Two bits on the array").
   *
   * @param thresholds ascending, one row a channel
   * @param falling the channel's batch-norm scale is negative: reached from above. A scale of zero
   *     is thresholds that are always or never reached
   */
  record Thresholds(long[][] thresholds, boolean[] falling) implements OutputConversion {
    @Override
    public int code(int channel, long value) {
      int reached = 0;
      for (long threshold : thresholds[channel]) {
        boolean hit = falling[channel] ? value <= threshold : value >= threshold;
        reached += hit ? 1 : 0;
      }
      return reached;
    }

    @Override
    public Thresholds channels(int first, int past) {
      return new Thresholds(
          Arrays.copyOfRange(thresholds, first, past), Arrays.copyOfRange(falling, first, past));
    }
  }

  /**
   * Multiply, add, shift right, clip: (value x multiplier + offset) / 2^shift rounded down.
   *
   * @param multipliers one a channel; {@code offsets} likewise, half a step for rounding included
   * @param bits width of the code, 1 to 16
   */
  record Requantize(long[] multipliers, long[] offsets, int shift, int bits)
      implements OutputConversion {
    @Override
    public int code(int channel, long value) {
      long scaled = (value * multipliers[channel] + offsets[channel]) >> shift;
      return (int) Math.max(0, Math.min((1L << bits) - 1, scaled));
    }

    @Override
    public Requantize channels(int first, int past) {
      return new Requantize(
          Arrays.copyOfRange(multipliers, first, past),
          Arrays.copyOfRange(offsets, first, past),
          shift,
          bits);
    }
  }
}
