package dev.twobit.verification;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Monotone function of one output channel from an integer to the real value that the nodes of a
 * file say, without rounding: 50 digits, constants as float32 has them.
 *
 * @param pieces applied in order
 * @param magnitude of the constants that were added on the way, in units of the result
 */
record ChannelFunction(List<Piece> pieces, double magnitude) {
  static final MathContext DIGITS = new MathContext(50);

  /** Nearer than this to an integer is on it. */
  private static final BigDecimal ON_INTEGER = new BigDecimal("1e-25");

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  ChannelFunction {
    pieces = List.copyOf(pieces);
  }

  /** One step of the function. */
  sealed interface Piece {}

  record Affine(BigDecimal factor, BigDecimal offset) implements Piece {}

  record Clamp(double least, double most) implements Piece {}

  /** x above 0, else slope times x; slope above 0. */
  record Leaky(double slope) implements Piece {}

  /** To the nearest multiple of the step, of two the even one, and not past the codes. */
  record Rounded(BigDecimal step, int least, int most) implements Piece {}

  static ChannelFunction affine(BigDecimal factor, BigDecimal offset) {
    return new ChannelFunction(List.of(new Affine(factor, offset)), Math.abs(offset.doubleValue()));
  }

  ChannelFunction then(Piece piece) {
    List<Piece> all = new ArrayList<>(pieces);
    if (!(piece instanceof Affine next)) {
      all.add(piece);
      return new ChannelFunction(all, magnitude);
    }
    double grown =
        magnitude * Math.abs(next.factor.doubleValue()) + Math.abs(next.offset.doubleValue());
    if (all.get(all.size() - 1) instanceof Affine last) {
      all.set(
          all.size() - 1,
          new Affine(
              last.factor.multiply(next.factor, DIGITS),
              last.offset.multiply(next.factor, DIGITS).add(next.offset, DIGITS)));
    } else {
      all.add(next);
    }
    return new ChannelFunction(all, grown);
  }

  /** Whether an error of the integer may become a whole step. */
  boolean rounds() {
    return pieces.stream().anyMatch(Rounded.class::isInstance);
  }

  /** The value in double precision. */
  double at(double integer) {
    double x = integer;
    for (Piece piece : pieces) {
      if (piece instanceof Affine a) {
        x = a.factor.doubleValue() * x + a.offset.doubleValue();
      } else if (piece instanceof Clamp c) {
        x = Math.min(Math.max(x, c.least), c.most);
      } else if (piece instanceof Leaky l) {
        x = x > 0 ? x : l.slope * x;
      } else if (piece instanceof Rounded r) {
        double step = r.step.doubleValue();
        x = Math.min(Math.max(Math.rint(x / step), r.least), r.most) * step;
      }
    }
    return x;
  }

  /** Largest slope: what an error of one in the integer's unit may become. */
  double steepness() {
    double product = 1;
    for (Piece piece : pieces) {
      product *= piece instanceof Affine a ? Math.abs(a.factor.doubleValue()) : 1;
    }
    return product;
  }

  /** Falls as the integer rises; a constant does not. */
  boolean falls() {
    int signum = 1;
    for (Piece piece : pieces) {
      signum *= piece instanceof Affine a ? a.factor.signum() : 1;
    }
    return signum < 0;
  }

  /**
   * The integer from which on the value reaches {@code bound}: the least one, or the greatest if
   * the function falls; Long.MIN_VALUE and MAX_VALUE stand for all and none.
   *
   * @param inclusive the bound itself reaches it
   */
  long threshold(BigDecimal bound, boolean inclusive) {
    boolean reaches = inclusive;
    boolean falls = falls();
    boolean up = true;
    BigDecimal at = bound;
    for (int i = pieces.size() - 1; i >= 0; i--) {
      Piece piece = pieces.get(i);
      if (piece instanceof Affine a) {
        if (a.factor.signum() == 0) {
          int compared = a.offset.compareTo(at) * (up ? 1 : -1);
          return always(compared > 0 || compared == 0 && reaches, falls);
        }
        at = at.subtract(a.offset).divide(a.factor, DIGITS);
        up ^= a.factor.signum() < 0;
      } else if (piece instanceof Clamp c) {
        int near = compare(up ? c.least : c.most, at) * (up ? 1 : -1);
        int far = compare(up ? c.most : c.least, at) * (up ? 1 : -1);
        if (near > 0 || near == 0 && reaches) {
          return always(true, falls);
        }
        if (far < 0 || far == 0 && !reaches) {
          return always(false, falls);
        }
      } else if (piece instanceof Leaky l && at.signum() < 0) {
        at = at.divide(new BigDecimal(l.slope), DIGITS);
      } else if (piece instanceof Rounded r) {
        long code = integer(at.divide(r.step, DIGITS), reaches, up);
        if (up ? code <= r.least : code >= r.most) {
          return always(true, falls);
        }
        if (up ? code > r.most : code < r.least) {
          return always(false, falls);
        }
        at = r.step.multiply(BigDecimal.valueOf(2 * code + (up ? -1 : 1))).divide(TWO);
        reaches = code % 2 == 0;
      }
    }
    return integer(at, reaches, up);
  }

  private static int compare(double a, BigDecimal b) {
    return Double.isInfinite(a) ? (a > 0 ? 1 : -1) : new BigDecimal(a).compareTo(b);
  }

  private static long always(boolean reached, boolean falls) {
    return reached == falls ? Long.MAX_VALUE : Long.MIN_VALUE;
  }

  private static long integer(BigDecimal at, boolean inclusive, boolean up) {
    BigDecimal nearest = at.setScale(0, RoundingMode.HALF_EVEN);
    boolean on = at.subtract(nearest).abs().compareTo(ON_INTEGER) < 0;
    BigDecimal first =
        on
            ? nearest.add(BigDecimal.valueOf(inclusive ? 0 : up ? 1 : -1))
            : at.setScale(0, up ? RoundingMode.CEILING : RoundingMode.FLOOR);
    BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE - 1);
    return first.min(most).max(most.negate()).longValueExact();
  }
}
