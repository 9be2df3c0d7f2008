package dev.twobit.search.baseline;

import dev.twobit.network.InvalidInputException;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * A width multiplier as a fraction, so that widths are exact: floor(C x numerator / denominator).
 */
record Multiplier(int numerator, int denominator) implements Comparable<Multiplier> {
  /** WRPN widens twice to four times; twice that leaves room. */
  static final int MOST = 8;

  private static final int DIGITS = 4;

  Multiplier {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException(numerator + " / " + denominator);
    }
    int divisor = divisor(numerator, denominator);
    numerator /= divisor;
    denominator /= divisor;
  }

  /** Throws a one-line error unless it is a decimal above 0, at most {@link #MOST}. */
  static Multiplier parse(String option, String text) {
    if (text.matches("[0-9]{1,3}(\\.[0-9]{1," + DIGITS + "})?")) {
      BigDecimal value = new BigDecimal(text);
      if (value.signum() > 0 && value.compareTo(BigDecimal.valueOf(MOST)) <= 0) {
        return new Multiplier(value.movePointRight(DIGITS).intValueExact(), 10_000);
      }
    }
    throw new InvalidInputException(
        String.format(
            Locale.ROOT,
            "%s: found multiplier '%s', expected a number above 0, at most %d, such as 1.5",
            option,
            text,
            MOST));
  }

  double value() {
    return (double) numerator / denominator;
  }

  @Override
  public int compareTo(Multiplier other) {
    return Long.compare((long) numerator * other.denominator, (long) other.numerator * denominator);
  }

  private static int divisor(int a, int b) {
    return b == 0 ? a : divisor(b, a % b);
  }
}
