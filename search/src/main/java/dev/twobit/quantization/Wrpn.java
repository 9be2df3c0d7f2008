package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.Tensor;

/**
 * WRPN weights (Mishra et al. 2018; search/docs/quantizers.md#wrpn): clip(w, -1, 1) rounded to m =
 * 2^(k-1) - 1 steps on each side of zero, ternary at two bits; the gradient is 1 within the clip
 * and 0 outside. One bit, where m would be 0, is the sign, 0 counting as positive, with the same
 * gradient.
 */
final class Wrpn implements RoundedWeights {
  private final int bits;

  Wrpn(int bits) {
    this.bits = bits;
  }

  @Override
  public String name() {
    return "wrpn";
  }

  @Override
  public int bits() {
    return bits;
  }

  @Override
  public boolean roundsToItsValues() {
    return bits > 1;
  }

  @Override
  public FakeValues values(Tensor weights, Tensor statistic) {
    Tensor clipped = Clip.to(-1, 1, weights);
    int most = bits == 1 ? 1 : (1 << (bits - 1)) - 1;
    Tensor exact = clipped.detach().mul(Torch.scalar(most));
    Tensor step = FakeValues.constant(1f / most, clipped);
    return bits == 1
        ? FakeValues.signs(clipped, exact, step)
        : FakeValues.rounded(clipped, exact, 2 * most, step);
  }
}
