package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * The step whose codes have the least squared error on given values: sum of (v - step x
 * clip(round(v / step), least, most))^2. It is looked for on a grid of ratio 2^(1/4), then eight
 * times finer about the best of that; of equal errors the largest step counts.
 */
final class LeastErrorStep {
  private static final int SAMPLES = 1 << 15;

  /** Candidates a factor of two of the first grid, and between two of its candidates. */
  private static final int PER_OCTAVE = 4;

  private static final int FINER = 8;

  /** Octaves below the step that clips nothing: a value that far out of the others is clipped. */
  private static final int OCTAVES = 10;

  private final float[] values;
  private final DoubleUnaryOperator code;

  private LeastErrorStep(float[] values, DoubleUnaryOperator code) {
    this.values = values;
    this.code = code;
  }

  /**
   * Of at most 32,768 values, spread evenly; empty where none has a code but zero.
   *
   * @param least code, 0 or below
   * @param most code, above 0
   */
  static OptionalDouble of(Tensor v, int least, int most) {
    return of(v, least < 0, most, rounded(least, most));
  }

  /** Sum of the squared errors of a step, on the same values. */
  static double error(Tensor v, int least, int most, double step) {
    return new LeastErrorStep(spread(v), rounded(least, most)).squaredError(step);
  }

  private static DoubleUnaryOperator rounded(int least, int most) {
    return x -> Math.min(most, Math.max(least, Math.rint(x)));
  }

  /** The same of codes that are not evenly spaced. */
  static OptionalDouble of(Tensor v, LevelGrid codes) {
    return of(v, true, codes.most(), codes::nearest);
  }

  private static OptionalDouble of(Tensor v, boolean signed, int most, DoubleUnaryOperator code) {
    float[] values = spread(v);
    double largest = 0;
    for (float x : values) {
      largest = Math.max(largest, signed ? Math.abs(x) : x);
    }
    return largest > 0
        ? OptionalDouble.of(new LeastErrorStep(values, code).below(largest / most))
        : OptionalDouble.empty();
  }

  /** A stride without a factor of the tensor's extents: else it would keep to some columns. */
  private static float[] spread(Tensor v) {
    long stride = Math.max(1, v.numel() / SAMPLES);
    while (stride > 1 && commonDivisor(stride, v.numel()) > 1) {
      stride++;
    }
    try (Tensor flat = v.detach().reshape(-1);
        Tensor some = flat.slice(0, new LongOptional(0), new LongOptional(), stride)) {
      return Torch.floats(some);
    }
  }

  private static long commonDivisor(long a, long b) {
    return b == 0 ? a : commonDivisor(b, a % b);
  }

  private double below(double largest) {
    double coarse = best(largest, 1.0 / PER_OCTAVE, 0, OCTAVES * PER_OCTAVE);
    return coarse == largest
        ? best(coarse, 1.0 / (PER_OCTAVE * FINER), 0, FINER)
        : best(coarse, 1.0 / (PER_OCTAVE * FINER), -FINER, FINER);
  }

  /** The best of start x 2^(-i x octaves), i from first to last. */
  private double best(double start, double octaves, int first, int last) {
    double best = start;
    double leastError = Double.POSITIVE_INFINITY;
    for (int i = first; i <= last; i++) {
      double step = start * Math.pow(2, -i * octaves);
      double error = squaredError(step);
      if (error < leastError) {
        leastError = error;
        best = step;
      }
    }
    return best;
  }

  private double squaredError(double step) {
    double sum = 0;
    for (float v : values) {
      double error = v - code.applyAsDouble(v / step) * step;
      sum += error * error;
    }
    return sum;
  }
}
