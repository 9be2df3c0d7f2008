package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * SAWB weights (Choi et al. 2018, "Bridging the accuracy gap for 2-bit quantized neural networks";
 * search/docs/quantizers.md#sawb): alpha = c1 sqrt(mean w^2) + c2 mean|w|, not learned, anew for
 * every tensor; where that is not positive, max|w|. Clipped to alpha and rounded to 2^k mid-rise
 * levels, or with a zero to 2^k - 1 levels. The gradient is 1 within alpha and 0 outside, with
 * {@code plus} 1 everywhere.
 */
final class Sawb implements RoundedWeights {
  private static final double LEAST_ALPHA = 1e-12;

  /** c1 and c2 of alpha = c1 sqrt(mean w^2) + c2 mean|w|. */
  record Coefficients(double ofDeviation, double ofMean) {}

  private final int bits;
  private final boolean plus;
  private final boolean zero;
  private final Coefficients coefficients;

  /**
   * @param plus gradient passes outside of alpha too ("SAWB+")
   * @param zero levels -m..m with m = 2^(bits-1) - 1: 2 and 4 bits only
   */
  Sawb(int bits, boolean plus, boolean zero) {
    this.bits = bits;
    this.plus = plus;
    this.zero = zero;
    this.coefficients = zero ? withZero(bits) : midRise(bits);
  }

  private static Coefficients withZero(int bits) {
    return switch (bits) {
      case 2 -> new Coefficients(2.6, -1.71);
      case 4 -> new Coefficients(12.035, -12.03);
      default -> throw new IllegalArgumentException("SAWB with zero: no coefficients at " + bits);
    };
  }

  /**
   * Published for 2 to 5 and 8 bits. 6 and 7 bits are not: they lie on the line from 5 to 8, along
   * which the published ones run. One bit is exact: two levels of least squared error are at the
   * mean of |w|, whatever the distribution.
   */
  private static Coefficients midRise(int bits) {
    return switch (bits) {
      case 1 -> new Coefficients(0, 1);
      case 2 -> new Coefficients(3.12, -2.064);
      case 3 -> new Coefficients(7.509, -6.892);
      case 4 -> new Coefficients(12.68, -12.80);
      case 5 -> new Coefficients(17.74, -18.64);
      case 6 -> new Coefficients(22.413, -24.107);
      case 7 -> new Coefficients(27.087, -29.573);
      case 8 -> new Coefficients(31.76, -35.04);
      default -> throw new IllegalArgumentException("SAWB: no coefficients at " + bits + " bits");
    };
  }

  @Override
  public String name() {
    return "sawb";
  }

  @Override
  public int bits() {
    return bits;
  }

  @Override
  public Tensor statistic(Tensor weights) {
    return alpha(weights);
  }

  @Override
  public boolean roundsToItsValues() {
    return zero;
  }

  @Override
  public boolean isMidRise() {
    return !zero;
  }

  /** Clip of a tensor, outside of the graph. */
  Tensor alpha(Tensor weights) {
    Tensor w = weights.detach();
    Tensor magnitude = w.abs();
    Tensor alpha =
        w.square()
            .mean()
            .sqrt()
            .mul(Torch.scalar(coefficients.ofDeviation))
            .add(magnitude.mean().mul(Torch.scalar(coefficients.ofMean)));
    return torch
        .where(alpha.gt(Torch.scalar(0)), alpha, magnitude.max())
        .clamp_min_(Torch.scalar(LEAST_ALPHA));
  }

  @Override
  public FakeValues values(Tensor weights, Tensor alpha) {
    Tensor surrogate =
        plus
            ? weights.clone()
            : weights.clamp(new TensorOptional(alpha.neg()), new TensorOptional(alpha));
    Tensor u = weights.detach().div(alpha);
    u.clamp_(Clip.scalar(-1), Clip.scalar(1));
    int steps = zero ? (1 << (bits - 1)) - 1 : (1 << bits) - 1;
    Tensor step = alpha.div(Torch.scalar(steps));
    return zero
        ? FakeValues.rounded(surrogate, u.mul_(Torch.scalar(steps)), 2 * steps, step)
        : FakeValues.midRise(surrogate, u, steps, step);
  }
}
