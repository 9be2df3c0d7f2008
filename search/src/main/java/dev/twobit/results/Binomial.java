package dev.twobit.results;

/** Intervals of a share counted on independent draws. */
final class Binomial {
  /** Two-sided 95 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  private Binomial() {}

  record Interval(double lower, double upper) {}

  /** Wilson's score interval (1927) of a share {@code p} in 0..1 seen in {@code n} draws. */
  static Interval wilson95(double p, long n) {
    if (n < 1 || !(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("share " + p + " of " + n + " draws");
    }
    double z2 = Z * Z / n;
    double center = (p + z2 / 2) / (1 + z2);
    double half = Z * Math.sqrt(p * (1 - p) / n + z2 / (4 * n)) / (1 + z2);
    return new Interval(Math.max(0, center - half), Math.min(1, center + half));
  }

  /** Half-width of the 95 % interval of the difference of two independent shares. */
  static double differenceHalfWidth95(double p1, long n1, double p2, long n2) {
    return Z * Math.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);
  }
}
