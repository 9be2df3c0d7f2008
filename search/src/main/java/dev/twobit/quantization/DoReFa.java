package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.Tensor;

/**
 * DoReFa weights (Zhou et al. 2016, section 2.3; search/docs/quantizers.md#dorefa): u = tanh(w) /
 * (2 max|tanh w|) + 1/2, rounded to n = 2^k - 1 steps, then 2u - 1. At two bits the levels are -1,
 * -1/3, 1/3, 1: mid-rise, no zero. The maximum is a constant to the gradient, rounding is straight
 * through. One bit is sign(w) times the mean of |w|, 0 counting as positive, with the identity as
 * gradient.
 *
 * <p>Normalized, it is u = tanh(w / deviation) / 2 + 1/2: the largest weight no longer decides
 * where levels begin, which at two bits leaves trained weights next to none of the outer two
 * (search/docs/quantizers.md#dorefa). The deviation is a constant to the gradient.
 */
public final class DoReFa implements RoundedWeights {
  /** Keeps weights that are all zero from dividing 0 by 0. */
  private static final double LEAST_SCALE = 1e-12;

  private final int bits;
  private final boolean normalized;

  /**
   * As the paper has it.
   *
   * @param bits 1 to 8
   */
  public DoReFa(int bits) {
    this(bits, false);
  }

  /**
   * @param normalized weights are divided by their standard deviation; from 2 bits on
   */
  DoReFa(int bits, boolean normalized) {
    if (bits < 1 || bits > 8) {
      throw new IllegalArgumentException("DoReFa bits: found " + bits + ", expected 1 to 8");
    }
    this.bits = bits;
    this.normalized = normalized;
  }

  @Override
  public String name() {
    return "dorefa";
  }

  @Override
  public int bits() {
    return bits;
  }

  @Override
  public Tensor statistic(Tensor weights) {
    Tensor latent = weights.detach();
    if (bits == 1) {
      return latent.abs().mean();
    }
    Tensor scale = normalized ? latent.std(false) : latent.tanh().abs_().max();
    return scale.clamp_min_(Torch.scalar(LEAST_SCALE));
  }

  @Override
  public boolean isMidRise() {
    return true;
  }

  @Override
  public FakeValues values(Tensor weights, Tensor statistic) {
    if (bits == 1) {
      Tensor exact = Clip.to(-1, 1, weights.detach().div(statistic));
      return FakeValues.signs(weights.clone(), exact, statistic);
    }
    // A clone, for tanh keeps its own values for its gradient.
    Tensor scaled =
        normalized ? weights.div(statistic).tanh().clone() : weights.tanh().div(statistic);
    int steps = (1 << bits) - 1;
    return FakeValues.midRise(
        scaled, scaled.detach(), steps, FakeValues.constant(1f / steps, scaled));
  }
}
