package dev.twobit.verification;

import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.simulator.workload.ConvolutionOperands;

/**
 * Weight levels as codes of the encoding and the fewest bits that hold them all.
 *
 * @param codes as {@link ConvolutionOperands} wants them
 */
@SuppressWarnings("ArrayRecordComponent") // weights: never compared
record WeightCodes(int[] codes, int bits, Encoding encoding) {

  /**
   * Odd levels within 2^bits - 1 are mid_rise, unless two's complement holds them in fewer bits.
   */
  static WeightCodes of(short[] levels) {
    for (int bits = 1; bits <= 8; bits++) {
      for (Encoding encoding : new Encoding[] {Encoding.MID_RISE, Encoding.TWOS_COMPLEMENT}) {
        if (holds(levels, bits, encoding)) {
          return encoded(levels, bits, encoding);
        }
      }
    }
    throw new IllegalStateException("levels that 8 bits do not hold");
  }

  private static boolean holds(short[] levels, int bits, Encoding encoding) {
    int least = ConvolutionOperands.weight(0, bits, encoding);
    int most = ConvolutionOperands.weight((1 << bits) - 1, bits, encoding);
    for (short level : levels) {
      if (level < least || level > most || encoding == Encoding.MID_RISE && level % 2 == 0) {
        return false;
      }
    }
    return true;
  }

  private static WeightCodes encoded(short[] levels, int bits, Encoding encoding) {
    int[] codes = new int[levels.length];
    int least = ConvolutionOperands.weight(0, bits, encoding);
    int distance = encoding == Encoding.MID_RISE ? 2 : 1;
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (levels[i] - least) / distance;
    }
    return new WeightCodes(codes, bits, encoding);
  }
}
