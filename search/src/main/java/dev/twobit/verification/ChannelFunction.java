package dev.twobit.verification;

import dev.twobit.network.Layer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Function of one output channel from an integer to the real value that the nodes of a file say,
 * without rounding: 50 digits, constants as float32 has them. What bends, or is put together of
 * several functions of the integer, is in double precision.
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

  /** A function that bends, as sigmoid does. */
  record Curve(Layer.Activation activation) implements Piece {}

  /** x to a power. */
  record Power(double exponent) implements Piece {}

  /** A constant over x. */
  record Over(double constant) implements Piece {}

  /**
   * The sum, or product, of functions of the integer, which it takes in place of a value: the first
   * piece, if there is one.
   */
  record Combined(boolean product, List<ChannelFunction> operands) implements Piece {
    public Combined {
      operands = List.copyOf(operands);
    }
  }

  /** The sum, or product, of functions of one integer. */
  static ChannelFunction combined(boolean product, List<ChannelFunction> operands) {
    double magnitude = product ? 1 : 0;
    for (ChannelFunction f : operands) {
      magnitude = product ? magnitude * (1 + f.magnitude) : magnitude + f.magnitude;
    }
    return new ChannelFunction(List.of(new Combined(product, operands)), magnitude);
  }

  /**
   * Whether thresholds say it: it only rises, or only falls, by pieces that can be turned round.
   */
  boolean isMonotone() {
    return pieces.stream()
        .allMatch(
            p ->
                p instanceof Affine
                    || p instanceof Clamp
                    || p instanceof Leaky
                    || p instanceof Rounded);
  }

  static ChannelFunction affine(BigDecimal factor, BigDecimal offset) {
    return new ChannelFunction(List.of(new Affine(factor, offset)), Math.abs(offset.doubleValue()));
  }

  ChannelFunction then(Piece piece) {
    List<Piece> all = new ArrayList<>(pieces);
    if (!(piece instanceof Affine next)) {
      all.add(piece);
      boolean bends = piece instanceof Curve || piece instanceof Power || piece instanceof Over;
      return new ChannelFunction(all, bends ? 1 + magnitude : magnitude);
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
    return pieces.stream()
        .anyMatch(
            p ->
                p instanceof Rounded
                    || p instanceof Combined c
                        && c.operands.stream().anyMatch(ChannelFunction::rounds));
  }

  /** The value in double precision. */
  double at(double integer) {
    return new ValueRange(integer, integer).through(this).least();
  }

  /**
   * Slope around an integer: what an error of one in its unit may become. Of what has no bends it
   * is the largest anywhere.
   */
  double steepness(double integer) {
    double product = 1;
    double x = integer;
    for (Piece piece : pieces) {
      double slope = 1;
      if (piece instanceof Affine a) {
        slope = Math.abs(a.factor.doubleValue());
      } else if (piece instanceof Combined c) {
        slope = steepness(c, integer);
      } else if (piece instanceof Power || piece instanceof Over || piece instanceof Curve) {
        slope = slope(piece, x);
      }
      product *= slope;
      x = ValueRange.through(piece, new ValueRange(x, x)).least();
    }
    return product;
  }

  private static double steepness(Combined c, double integer) {
    double sum = 0;
    for (ChannelFunction one : c.operands) {
      double others = 1;
      for (ChannelFunction other : c.operands) {
        others *= other == one || !c.product ? 1 : 1e-3 + Math.abs(other.at(integer));
      }
      sum += one.steepness(integer) * others;
    }
    return sum;
  }

  private static double slope(Piece piece, double x) {
    double step = 1e-3 * (1 + Math.abs(x));
    double above = ValueRange.through(piece, new ValueRange(x + step, x + step)).least();
    double below = ValueRange.through(piece, new ValueRange(x - step, x - step)).least();
    double slope = Math.abs(above - below) / (2 * step);
    return slope > 0 ? slope : 0;
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
   * The integer from which on the value of a monotone function reaches {@code bound}: the least
   * one, or the greatest if the function falls; Long.MIN_VALUE and MAX_VALUE stand for all and
   * none.
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
