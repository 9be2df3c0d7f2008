package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * QIL weights (Jung et al. 2019; search/docs/quantizers.md#qil): |w| is 0 below center - distance,
 * 1 above center + distance, in between t^gamma of the line t from 0 to 1, with the sign of w,
 * rounded to m = 2^(k-1) - 1 steps. Rounding is straight through, the rest has its own derivatives.
 * Starts as 0 .. the clip of least squared error. One bit, where m would be 0, is the sign, 0
 * counting as positive.
 */
final class QilWeights implements RoundedWeights {
  /** Keeps the power's derivative finite where the weight is pruned and it does not count. */
  private static final double LEAST_BASE = 1e-6;

  private static final double LEAST_GAMMA = 0.1;

  private final int bits;
  private final QilInterval interval = new QilInterval();
  private final Tensor gamma;
  private final boolean gammaIsLearned;

  /**
   * Holds leaf tensors: create outside of a step's pointer scope.
   *
   * @param fixedGamma empty: gamma is learned and starts at 1
   */
  QilWeights(int bits, OptionalDouble fixedGamma) {
    this.bits = bits;
    this.gammaIsLearned = fixedGamma.isEmpty();
    this.gamma =
        Torch.tensor(new float[] {(float) fixedGamma.orElse(1)}, 1)
            .set_requires_grad(gammaIsLearned);
  }

  @Override
  public String name() {
    return "qil";
  }

  @Override
  public int bits() {
    return bits;
  }

  private int most() {
    return bits == 1 ? 1 : (1 << (bits - 1)) - 1;
  }

  @Override
  public FakeValues values(Tensor weights, Tensor statistic) {
    Tensor line = interval.line(weights.abs());
    Tensor latent = weights.detach();
    Tensor sign = latent.sign().mul_(line.detach().gt(Torch.scalar(0)).to(line.scalar_type()));
    Tensor transformed = Clip.to(LEAST_BASE, 1, line).pow(gamma).mul(sign);
    int most = most();
    Tensor exact = transformed.detach().mul(Torch.scalar(most));
    // Of one bit the sign counts below the interval too.
    Tensor levels = bits == 1 ? FakeValues.signs(latent) : exact.round();
    return new FakeValues(
        transformed, exact, levels, 2 * most, FakeValues.constant(1f / most, transformed));
  }

  @Override
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> all = new LinkedHashMap<>(interval.parameters());
    if (gammaIsLearned) {
      all.put("gamma", gamma);
    }
    return all;
  }

  @Override
  public void initializeFrom(Tensor weights) {
    interval.initialize(weights, -most(), most());
  }

  @Override
  public void constrain() {
    interval.constrain(false);
    if (gammaIsLearned) {
      try (NoGradGuard guard = new NoGradGuard()) {
        gamma.clamp_min_(Torch.scalar(LEAST_GAMMA));
      }
    }
  }
}
