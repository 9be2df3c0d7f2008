package dev.twobit.verification;

import dev.twobit.network.Layer;
import dev.twobit.reference.ReferenceExecutor;
import dev.twobit.verification.ChannelFunction.Piece;

/**
 * All values between two, and what functions make of them: a range that no value of the function
 * lies outside of, and of one value the value itself. Double precision.
 *
 * @param least not above {@code most}; both NaN if the function has no value anywhere in between
 */
record ValueRange(double least, double most) {
  private static final ValueRange ALL =
      new ValueRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** Where hard-swish turns. */
  private static final double HARD_SWISH_TURN = -1.5;

  private boolean isOne() {
    return least == most;
  }

  /** What a function makes of the integers in between. */
  ValueRange through(ChannelFunction function) {
    return through(function, 0);
  }

  /**
   * The same of arithmetic that errs.
   *
   * @param error of each piece, relative to its result
   */
  ValueRange through(ChannelFunction function, double error) {
    ValueRange x = this;
    for (Piece piece : function.pieces()) {
      x = through(piece, x, error);
      x = error == 0 ? x : x.widened(error);
    }
    return x;
  }

  private ValueRange widened(double error) {
    return new ValueRange(least - error * Math.abs(least), most + error * Math.abs(most));
  }

  static ValueRange through(Piece piece, ValueRange x) {
    return through(piece, x, 0);
  }

  private static ValueRange through(Piece piece, ValueRange x, double error) {
    if (piece instanceof ChannelFunction.Affine a) {
      return x.affine(a.factor().doubleValue(), a.offset().doubleValue());
    }
    if (piece instanceof ChannelFunction.Clamp c) {
      return new ValueRange(
          Math.min(Math.max(x.least, c.least()), c.most()),
          Math.min(Math.max(x.most, c.least()), c.most()));
    }
    if (piece instanceof ChannelFunction.Leaky l) {
      return new ValueRange(leaky(l, x.least), leaky(l, x.most));
    }
    if (piece instanceof ChannelFunction.Rounded r) {
      return new ValueRange(rounded(r, x.least), rounded(r, x.most));
    }
    if (piece instanceof ChannelFunction.Curve c) {
      return x.through(c.activation());
    }
    if (piece instanceof ChannelFunction.Power p) {
      return x.power(p.exponent());
    }
    return piece instanceof ChannelFunction.Over o
        ? x.under(o.constant())
        : x.combined((ChannelFunction.Combined) piece, error);
  }

  private ValueRange affine(double factor, double offset) {
    double first = factor * least + offset;
    double last = factor * most + offset;
    return new ValueRange(Math.min(first, last), Math.max(first, last));
  }

  private static double leaky(ChannelFunction.Leaky l, double x) {
    return x > 0 ? x : l.slope() * x;
  }

  private static double rounded(ChannelFunction.Rounded r, double x) {
    double step = r.step().doubleValue();
    return Math.min(Math.max(Math.rint(x / step), r.least()), r.most()) * step;
  }

  private ValueRange hull(double first, double last) {
    return new ValueRange(Math.min(first, last), Math.max(first, last));
  }

  private ValueRange through(Layer.Activation activation) {
    ValueRange ends =
        hull(ReferenceExecutor.value(activation, least), ReferenceExecutor.value(activation, most));
    return switch (activation.function()) {
      case HARD_SWISH -> ends.turning(this, activation, HARD_SWISH_TURN);
      case LEAKY_RELU, ELU -> ends.turning(this, activation, 0);
      case RELU, CLIP, SIGMOID, TANH, HARD_SIGMOID, SOFTPLUS, ERF -> ends;
    };
  }

  /** With the value where a function may turn, if that lies in between. */
  private ValueRange turning(ValueRange x, Layer.Activation activation, double turn) {
    if (x.least >= turn || x.most <= turn) {
      return this;
    }
    double value = ReferenceExecutor.value(activation, turn);
    return new ValueRange(Math.min(least, value), Math.max(most, value));
  }

  private ValueRange power(double exponent) {
    double first = Math.pow(least, exponent);
    double last = Math.pow(most, exponent);
    if (isOne() || Double.isNaN(last) && most < 0 || least > 0) {
      return hull(first, last);
    }
    boolean crosses = least <= 0 && most >= 0;
    if (Double.isNaN(first) || Double.isNaN(last) || crosses && exponent < 0) {
      return ALL;
    }
    ValueRange ends = hull(first, last);
    return crosses ? new ValueRange(Math.min(ends.least, 0), Math.max(ends.most, 0)) : ends;
  }

  private ValueRange under(double constant) {
    return isOne() || least > 0 || most < 0 ? hull(constant / least, constant / most) : ALL;
  }

  private ValueRange combined(ChannelFunction.Combined c, double error) {
    ValueRange result = through(c.operands().get(0), error);
    for (ChannelFunction operand : c.operands().subList(1, c.operands().size())) {
      ValueRange other = through(operand, error);
      result = c.product() ? result.times(other) : result.plus(other);
    }
    return result;
  }

  private ValueRange plus(ValueRange other) {
    return known(least + other.least, most + other.most, other);
  }

  private ValueRange times(ValueRange other) {
    double a = least * other.least;
    double b = least * other.most;
    double c = most * other.least;
    double d = most * other.most;
    return known(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)), other);
  }

  /** Infinities that cancel say nothing, unless of two single values. */
  private ValueRange known(double first, double last, ValueRange other) {
    boolean unknown = Double.isNaN(first) || Double.isNaN(last);
    return unknown && !(isOne() && other.isOne()) ? ALL : new ValueRange(first, last);
  }
}
