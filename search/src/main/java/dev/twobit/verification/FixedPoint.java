package dev.twobit.verification;

import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.simulator.workload.OutputConversion.Requantize;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The line of a channel in the numbers that the post-processor keeps of it
 * (simulator/docs/two-bit-arithmetic.md#multiply-and-shift): a multiplier of 16 bits, a shift, and
 * an offset of 32 bits whose last bit is worth 2^-min(shift, 16) of a code. The line is exact at
 * the middle of the codes, so that the multiplier's rounding is multiplied with half of them at
 * most.
 *
 * @param offset in units of 2^-shift of a code, half a code for rounding included
 */
record FixedPoint(long multiplier, int shift, long offset) {
  private static final int MULTIPLIER_BITS = 16;
  private static final int OFFSET_FRACTION_BITS = 16;
  private static final int MOST_SHIFT = 45;

  /** Products and offsets of so many bits add up within 63. */
  private static final int PRODUCT_BITS = 62;

  private static final BigDecimal HALF = new BigDecimal("0.5");

  /** Codes that the line may be off within the clip: beyond, one code further were possible. */
  private static final BigDecimal MOST_ERROR = new BigDecimal("0.25");

  /**
   * Every channel's function in fixed point; empty where thresholds have to do: a function that is
   * not one line between the same bounds in all channels, or a scale that these numbers cannot hold
   * to a quarter of a code.
   *
   * @param largest magnitude of the integers
   */
  static Optional<Requantize> conversion(
      PostProcessorFunction functions, Activations form, long largest) {
    int count = functions.channels().size();
    long[] multipliers = new long[count];
    long[] offsets = new long[count];
    int[] shifts = new int[count];
    List<CodeLine> clipped = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      Optional<CodeLine> line = CodeLine.of(functions.channels().get(k), form);
      Optional<FixedPoint> fixed = line.flatMap(l -> of(l, largest));
      if (line.isEmpty() || fixed.isEmpty()) {
        return Optional.empty();
      }
      multipliers[k] = fixed.get().multiplier;
      offsets[k] = fixed.get().offset;
      shifts[k] = fixed.get().shift;
      if (multipliers[k] != 0) {
        clipped.add(line.get());
      }
    }
    int least = clipped.isEmpty() ? 0 : clipped.get(0).least();
    int most = clipped.isEmpty() ? form.mostCode() - form.leastCode() : clipped.get(0).most();
    for (int k = 0; k < count; k++) {
      long constant = offsets[k] >> shifts[k];
      if (multipliers[k] == 0 && (constant < least || constant > most)) {
        return Optional.empty();
      }
    }
    return clipped.stream().allMatch(l -> l.least() == least && l.most() == most)
        ? Optional.of(new Requantize(multipliers, offsets, shifts, least, most))
        : Optional.empty();
  }

  /** One channel's; empty where these numbers cannot hold it. */
  static Optional<FixedPoint> of(CodeLine line, long largest) {
    if (64 - Long.numberOfLeadingZeros(largest) + MULTIPLIER_BITS - 1 > PRODUCT_BITS) {
      return Optional.empty();
    }
    Optional<Integer> constant = line.constant(largest);
    if (constant.isPresent()) {
      long offset = (long) constant.get() << OFFSET_FRACTION_BITS;
      return Optional.of(new FixedPoint(0, OFFSET_FRACTION_BITS, offset));
    }
    int shift = MOST_SHIFT;
    while (shift >= 0 && scaled(line.factor(), shift).abs().bitLength() > MULTIPLIER_BITS - 1) {
      shift--;
    }
    if (shift < 0) {
      return Optional.empty();
    }
    long multiplier = scaled(line.factor(), shift).longValueExact();
    BigDecimal middle = line.integerOfMiddle(largest);
    BigDecimal slope = BigDecimal.valueOf(multiplier).divide(power(shift));
    int fraction = Math.min(shift, OFFSET_FRACTION_BITS);
    BigDecimal offset =
        line.at(middle).subtract(slope.multiply(middle)).add(HALF).multiply(power(fraction));
    BigDecimal stored = offset.setScale(0, RoundingMode.HALF_EVEN);
    if (stored.abs().compareTo(power(31)) >= 0) {
      return Optional.empty();
    }
    BigDecimal reach =
        BigDecimal.valueOf(line.most() - line.least())
            .divide(line.factor().abs(), ChannelFunction.DIGITS)
            .min(BigDecimal.valueOf(2 * largest));
    BigDecimal error =
        reach
            .divide(power(shift + 1), ChannelFunction.DIGITS)
            .add(BigDecimal.ONE.divide(power(fraction + 1)));
    return error.compareTo(MOST_ERROR) > 0
        ? Optional.empty()
        : Optional.of(
            new FixedPoint(multiplier, shift, stored.longValueExact() << (shift - fraction)));
  }

  private static BigInteger scaled(BigDecimal factor, int shift) {
    return factor
        .multiply(power(shift), ChannelFunction.DIGITS)
        .setScale(0, RoundingMode.HALF_EVEN)
        .toBigInteger();
  }

  private static BigDecimal power(int exponent) {
    return BigDecimal.valueOf(1L << exponent);
  }

  /**
   * How far a line in fixed point may be from the line at an integer, in codes: half of the
   * multiplier's last bit times the distance from the middle, and half of the offset's last bit.
   */
  static BigDecimal bound(CodeLine line, int shift, BigDecimal integer) {
    return line.at(integer)
        .subtract(line.middle())
        .divide(line.factor(), ChannelFunction.DIGITS)
        .abs()
        .divide(power(shift + 1), ChannelFunction.DIGITS)
        .add(
            BigDecimal.ONE.divide(
                power(Math.min(shift, OFFSET_FRACTION_BITS) + 1), ChannelFunction.DIGITS));
  }
}
