package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Weight normalization before another quantizer (Li et al. 2020;
 * search/docs/quantizers.md#weight-normalization): (w - mean) / deviation, or w / deviation, both
 * of the whole tensor and constants to the gradient. Values are those of normalized weights, in
 * deviations: a batch normalization has to follow.
 */
final class NormalizedWeights extends WrappedWeights {
  /** Keeps weights that are all the same from dividing 0 by 0. */
  private static final double LEAST_DEVIATION = 1e-12;

  private final boolean centered;

  /**
   * @param inner one that measures nothing itself
   * @param centered the mean is taken away first
   */
  NormalizedWeights(RoundedWeights inner, boolean centered) {
    super(inner);
    this.centered = centered;
  }

  @Override
  public boolean roundsToItsValues() {
    return false;
  }

  /** Mean, or 0 where it is not taken away, and deviation. */
  @Override
  public Tensor statistic(Tensor weights) {
    Tensor latent = weights.detach();
    Tensor mean = centered ? latent.mean() : FakeValues.constant(0, latent);
    Tensor deviation = latent.std(false).clamp_min_(Torch.scalar(LEAST_DEVIATION));
    return torch.cat(new TensorVector(mean.reshape(1), deviation.reshape(1)));
  }

  @Override
  public FakeValues values(Tensor weights, Tensor statistic) {
    return super.values(normalized(weights, statistic), statistic);
  }

  @Override
  public void initializeFrom(Tensor weights) {
    super.initializeFrom(normalized(weights, statistic(weights)));
  }

  private static Tensor normalized(Tensor weights, Tensor statistic) {
    return weights.sub(statistic.narrow(0, 0, 1)).div(statistic.narrow(0, 1, 1));
  }
}
