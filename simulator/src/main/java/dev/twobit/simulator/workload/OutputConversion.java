package dev.twobit.simulator.workload;

import java.util.Arrays;

/** How an integer result becomes what is written of it. */
public sealed interface OutputConversion {

  /** What is written for {@code value} in output channel {@code channel}: an unsigned code. */
  int code(int channel, long value);

  /** The conversion of channels {@code [first, past)}. */
  OutputConversion channels(int first, int past);

  /** One that has numbers of its own for every channel. */
  sealed interface PerChannel extends OutputConversion {
    /** How many channels it is for. */
    int count();

    @Override
    PerChannel channels(int first, int past);
  }

  /**
   * The code is how many thresholds are reached: 2^bits - 1 a channel, three for two bits
   * (simulator/docs/two-bit-arithmetic.md#from-sums-to-codes).
   *
   * @param thresholds ascending, one row a channel
   * @param falling the channel's batch-norm scale is negative: reached from above. A scale of zero
   *     is thresholds that are always or never reached
   */
  record Thresholds(long[][] thresholds, boolean[] falling) implements PerChannel {
    @Override
    public int count() {
      return thresholds.length;
    }

    @Override
    public int code(int channel, long value) {
      long[] row = thresholds[channel];
      int low = 0;
      int high = row.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (row[middle] < value || row[middle] == value && !falling[channel]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return falling[channel] ? row.length - low : low;
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
   * @param shifts one a channel, 0 to 62
   * @param least code that is written, at least 0; {@code most} the greatest
   */
  record Requantize(long[] multipliers, long[] offsets, int[] shifts, int least, int most)
      implements PerChannel {
    @Override
    public int count() {
      return multipliers.length;
    }

    @Override
    public int code(int channel, long value) {
      long scaled = (value * multipliers[channel] + offsets[channel]) >> shifts[channel];
      return (int) Math.max(least, Math.min(most, scaled));
    }

    @Override
    public Requantize channels(int first, int past) {
      return new Requantize(
          Arrays.copyOfRange(multipliers, first, past),
          Arrays.copyOfRange(offsets, first, past),
          Arrays.copyOfRange(shifts, first, past),
          least,
          most);
    }
  }

  /**
   * A table of the code: between two bounds it stays the same, wherever it goes at them. For
   * functions that rise and fall.
   *
   * @param bounds ascending, one row a channel: from each on, the next code
   * @param codes one more a channel than bounds, the first for all below the first bound
   */
  record Steps(long[][] bounds, int[][] codes) implements PerChannel {
    @Override
    public int count() {
      return bounds.length;
    }

    @Override
    public int code(int channel, long value) {
      int at = Arrays.binarySearch(bounds[channel], value);
      return codes[channel][at < 0 ? -at - 1 : at + 1];
    }

    @Override
    public Steps channels(int first, int past) {
      return new Steps(
          Arrays.copyOfRange(bounds, first, past), Arrays.copyOfRange(codes, first, past));
    }
  }

  /** The 32-bit integer itself, in two's complement: logits, which nothing on the array reads. */
  record Unchanged() implements OutputConversion {
    @Override
    public int code(int channel, long value) {
      return Math.toIntExact(value);
    }

    @Override
    public Unchanged channels(int first, int past) {
      return this;
    }
  }
}
