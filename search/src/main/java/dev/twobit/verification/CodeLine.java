package dev.twobit.verification;

import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.verification.ChannelFunction.Affine;
import dev.twobit.verification.ChannelFunction.Clamp;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What a channel's code is before rounding, counted from the least code of its form: factor x
 * integer + offset, rounded and then clipped to {@code least..most}.
 */
record CodeLine(BigDecimal factor, BigDecimal offset, int least, int most) {
  /** Further than any sum or code goes. */
  private static final BigDecimal FAR = new BigDecimal("1e60");

  /** The function in codes of the form; empty if it is not one line between two bounds. */
  static Optional<CodeLine> of(ChannelFunction function, Activations form) {
    BigDecimal factor = BigDecimal.ONE;
    BigDecimal offset = BigDecimal.ZERO;
    BigDecimal low = FAR.negate();
    BigDecimal high = FAR;
    for (ChannelFunction.Piece piece : function.pieces()) {
      if (piece instanceof Affine a) {
        factor = factor.multiply(a.factor(), ChannelFunction.DIGITS);
        offset = affine(a, offset);
        BigDecimal ofLow = affine(a, low);
        BigDecimal ofHigh = affine(a, high);
        low = ofLow.min(ofHigh);
        high = ofLow.max(ofHigh);
      } else if (piece instanceof Clamp c) {
        low = low.max(bound(c.least())).min(bound(c.most()));
        high = high.max(bound(c.least())).min(bound(c.most()));
      } else {
        return Optional.empty();
      }
    }
    if (factor.signum() == 0) {
      int constant = code(offset.max(low).min(high), form);
      return Optional.of(new CodeLine(factor, BigDecimal.valueOf(constant), constant, constant));
    }
    BigDecimal step = new BigDecimal(form.step());
    return Optional.of(
        new CodeLine(
            factor.divide(step, ChannelFunction.DIGITS),
            offset
                .subtract(new BigDecimal(form.offset()))
                .divide(step, ChannelFunction.DIGITS)
                .subtract(BigDecimal.valueOf(form.leastCode())),
            code(low, form),
            code(high, form)));
  }

  private static BigDecimal affine(Affine a, BigDecimal x) {
    return x.multiply(a.factor(), ChannelFunction.DIGITS).add(a.offset(), ChannelFunction.DIGITS);
  }

  private static BigDecimal bound(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? FAR : FAR.negate();
    }
    return new BigDecimal(value);
  }

  private static int code(BigDecimal value, Activations form) {
    return value
            .subtract(new BigDecimal(form.offset()))
            .divide(new BigDecimal(form.step()), ChannelFunction.DIGITS)
            .setScale(0, RoundingMode.HALF_EVEN)
            .max(BigDecimal.valueOf(form.leastCode()))
            .min(BigDecimal.valueOf(form.mostCode()))
            .intValueExact()
        - form.leastCode();
  }

  /** Before rounding. */
  BigDecimal at(BigDecimal integer) {
    return factor.multiply(integer, ChannelFunction.DIGITS).add(offset, ChannelFunction.DIGITS);
  }

  /** The code of the middle of what is written, where the line in fixed point is exact. */
  BigDecimal middle() {
    return BigDecimal.valueOf(least + most).divide(BigDecimal.valueOf(2));
  }

  /** Where the code is the middle, or the nearest to there within a magnitude; no zero factor. */
  BigDecimal integerOfMiddle(long largest) {
    BigDecimal bound = BigDecimal.valueOf(largest);
    return middle()
        .subtract(offset)
        .divide(factor, ChannelFunction.DIGITS)
        .max(bound.negate())
        .min(bound);
  }

  /** Whether an integer's code is clipped, on the side given. */
  private boolean isBeyond(long integer, boolean above) {
    BigDecimal value = at(BigDecimal.valueOf(integer));
    return above
        ? value.compareTo(BigDecimal.valueOf(most)) > 0
        : value.compareTo(BigDecimal.valueOf(least)) < 0;
  }

  /** The one code of all integers up to a magnitude; empty if there are several. */
  Optional<Integer> constant(long largest) {
    if (least == most) {
      return Optional.of(least);
    }
    if (isBeyond(largest, true) && isBeyond(-largest, true)) {
      return Optional.of(most);
    }
    return isBeyond(largest, false) && isBeyond(-largest, false)
        ? Optional.of(least)
        : Optional.empty();
  }
}
