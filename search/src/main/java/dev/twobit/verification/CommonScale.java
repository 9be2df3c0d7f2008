package dev.twobit.verification;

import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.CodedTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Float32 steps as whole multiples of one power of two, exactly: an add of codes of different steps
 * is an add of integers.
 *
 * @param factors step = factor x unit, one a step, of 24 bits and as many as their exponents differ
 */
record CommonScale(List<Long> factors, double unit) {
  private static final int MOST_EXPONENTS = 24;
  private static final int MANTISSA_BITS = 23;

  CommonScale {
    factors = List.copyOf(factors);
  }

  /**
   * @param name of the add, for messages
   */
  static CommonScale of(String name, List<Float> steps) {
    int least = Integer.MAX_VALUE;
    int most = Integer.MIN_VALUE;
    for (float step : steps) {
      least = Math.min(least, Math.getExponent(step));
      most = Math.max(most, Math.getExponent(step));
    }
    if (most - least > MOST_EXPONENTS) {
      throw new InvalidInputException(
          name + ": found steps " + steps + ", expected at most 2^24 between them");
    }
    int exponent = least - MANTISSA_BITS;
    List<Long> factors = new ArrayList<>();
    long all = 0;
    for (float step : steps) {
      // Exact: a float of 24 bits, scaled by a power of two to an integer.
      long factor = (long) (step * Math.scalb(1.0, -exponent));
      factors.add(factor);
      all |= factor;
    }
    int zeros = Long.numberOfTrailingZeros(all);
    return new CommonScale(
        factors.stream().map(f -> f >> zeros).toList(), Math.scalb(1.0, exponent + zeros));
  }

  /** Of factors of a product: codes as they are, the unit the product of their steps. */
  static CommonScale ones(List<CodedTensor> factors) {
    double unit = 1;
    for (CodedTensor factor : factors) {
      unit *= factor.form().step();
    }
    return new CommonScale(Collections.nCopies(factors.size(), 1L), unit);
  }
}
