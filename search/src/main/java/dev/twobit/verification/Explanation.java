package dev.twobit.verification;

import dev.twobit.onnx.CodedTensor;

/**
 * Exact values behind the codes of one tensor, and how far float32 arithmetic may be from them.
 *
 * @param integers what the functions are applied to, element by element
 * @param terms in the sum that makes an integer
 */
record Explanation(
    CodedTensor coded,
    PostProcessorFunction functions,
    long[] integers,
    int terms,
    Magnitude magnitude) {
  private static final double ROUNDING = Math.scalb(1.0, -24);

  /** Distances are measured in double precision. */
  private static final double TIE = 1e-9;

  /** Sum of the magnitudes of the terms of element {@code i}, in units of the integer. */
  interface Magnitude {
    double of(int i);
  }

  private ChannelFunction function(int i) {
    return functions.channels().get(i / (integers.length / functions.channels().size()));
  }

  private double exact(int i) {
    return function(i).at(integers[i]);
  }

  /** The bound between a code, counted from the least, and the one before or after it. */
  private double bound(int code, boolean above) {
    return coded.form().bound(coded.form().leastCode() + (above ? code : code + 1));
  }

  /** What a code covers there. */
  private double spacing(int code, boolean above) {
    return coded.form().spacing(coded.form().leastCode() + (above ? code : code + 1));
  }

  /** How far element {@code i} is from having the code {@code code} or one further, in steps. */
  double distance(int i, int code, boolean above) {
    double by = (exact(i) - bound(code, above)) / spacing(code, above);
    return above ? -by : by;
  }

  /** Whether an integer so far away is rounded on the way to where the code is. */
  private boolean steps(int i, double error, int code, boolean above) {
    ChannelFunction function = function(i);
    double reach = error + 8 * ROUNDING * function.magnitude() / function.steepness(integers[i]);
    ValueRange values =
        new ValueRange(integers[i] - reach, integers[i] + reach).through(function, 8 * ROUNDING);
    double bound = bound(code, above);
    return function.rounds() && (above ? values.most() >= bound : values.least() <= bound);
  }

  /**
   * Element {@code i} came out as {@code code}, which its exact value is not: with n terms in the
   * sum, float32 errs by at most (n + 8) x 2^-24 of the sum of their magnitudes.
   */
  CodeComparison differing(int i, int code, boolean above) {
    double distance = Math.abs(distance(i, code, above));
    double error = (terms + 8) * ROUNDING * Math.abs(magnitude.of(i));
    double allowed =
        (error * function(i).steepness(integers[i])
                + 8 * ROUNDING * (function(i).magnitude() + Math.abs(coded.form().offset()))
                + 4 * ROUNDING * Math.abs(exact(i) - coded.form().offset()))
            / spacing(code, above);
    boolean tie = distance < TIE;
    boolean rounding = !tie && (distance <= allowed || steps(i, error, code, above));
    return new CodeComparison(0, 1, tie ? 1 : 0, rounding ? 1 : 0, distance);
  }
}
