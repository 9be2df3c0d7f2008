package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.Tensor;

/**
 * EdMIPS' weights (Cai and Vasconcelos 2020; search/docs/quantizers.md#hwgq-and-edmips), the
 * partner of HWGQ activations: mid-rise levels (round(w/delta + 1/2) - 1/2) delta, delta a constant
 * times the deviation of w, which is not learned; the gradient is the identity.
 */
final class GaussianWeights implements RoundedWeights {
  private static final double LEAST_DELTA = 1e-12;

  /**
   * Delta per deviation, 1 to 8 bits: uniform levels of least squared error for a Gaussian. The
   * first four as EdMIPS has them, the others by that definition (Max 1960).
   */
  private static final double[] DELTAS = {
    1.596, 0.996, 0.586, 0.336, 0.18814, 0.10406, 0.05687, 0.03076
  };

  private final int bits;

  GaussianWeights(int bits) {
    this.bits = bits;
  }

  /** Delta of weights with deviation 1. */
  static double delta(int bits) {
    return DELTAS[bits - 1];
  }

  @Override
  public String name() {
    return "gaussian";
  }

  @Override
  public int bits() {
    return bits;
  }

  @Override
  public Tensor statistic(Tensor weights) {
    return deviation(weights);
  }

  @Override
  public boolean isMidRise() {
    return true;
  }

  /** Standard deviation about the mean, by n - 1; outside of the graph. */
  static Tensor deviation(Tensor weights) {
    return weights.detach().std();
  }

  @Override
  public FakeValues values(Tensor weights, Tensor deviation) {
    Tensor delta = deviation.mul(Torch.scalar(delta(bits))).clamp_min_(Torch.scalar(LEAST_DELTA));
    int most = (1 << bits) - 1;
    Tensor place = weights.detach().div(delta);
    Tensor odd = place.add(Torch.scalar(0.5)).round_().mul_(Torch.scalar(2)).sub_(Torch.scalar(1));
    // A level is half a delta: odd multiples of it.
    return new FakeValues(
        weights.clone(),
        Clip.to(-most, most, place.mul_(Torch.scalar(2))),
        Clip.to(-most, most, odd),
        2 * most,
        delta.mul(Torch.scalar(0.5)));
  }
}
