package dev.twobit.simulator.workload;

/**
 * How the post-processor makes a code of a sum, and what it reads of memory for it
 * (simulator/docs/two-bit-arithmetic.md#from-sums-to-codes).
 */
public enum ConversionForm {
  /** The code is how many thresholds the sum reaches: exact for any batch norm, clip, rounding. */
  THRESHOLDS,
  /** (sum x multiplier + offset) shifted right and clipped, with rounding of the multiplier. */
  MULTIPLY_SHIFT,
  /** The sum itself, as a 32-bit integer, with a bias added. */
  BIAS;

  private static final int SUM_BYTES = 4;
  private static final int MULTIPLIER_BYTES = 2;
  private static final int SHIFT_BYTES = 1;
  private static final int MOST_BITS_OF_THRESHOLDS = 2;
  private static final int MOST_BITS_OF_CODES = 16;

  /**
   * The form for what is written at so many bits: at two bits the three comparisons are less work
   * than a product and are exact, beyond the thresholds double with each bit.
   */
  public static ConversionForm of(int outputBits) {
    if (outputBits > MOST_BITS_OF_CODES) {
      return BIAS;
    }
    return outputBits <= MOST_BITS_OF_THRESHOLDS ? THRESHOLDS : MULTIPLY_SHIFT;
  }

  /** Bytes that one output channel takes in memory for codes of so many bits. */
  public int bytesPerChannel(int outputBits) {
    return switch (this) {
      case THRESHOLDS -> ((1 << outputBits) - 1) * SUM_BYTES;
      case MULTIPLY_SHIFT -> MULTIPLIER_BYTES + SHIFT_BYTES + SUM_BYTES;
      case BIAS -> SUM_BYTES;
    };
  }
}
