package dev.twobit.reference;

/** Gauss's error function. */
final class Erf {
  private static final double FACTOR = 2 / Math.sqrt(Math.PI);

  private Erf() {}

  /**
   * Within 1e-12: the series 2/sqrt(pi) e^(-x^2) sum 2^n x^(2n+1) / (1 3 ... (2n+1)) of positive
   * terms (Abramowitz and Stegun, 7.1.6); 1 from 6 on.
   */
  static double erf(double x) {
    if (Math.abs(x) >= 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return FACTOR * Math.exp(-x * x) * sum;
  }
}
