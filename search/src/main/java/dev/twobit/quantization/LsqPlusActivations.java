package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * LSQ+ activations (Bhalgat et al. 2020; search/docs/quantizers.md#lsq-activations): a learned
 * step, and how far codes reach below zero is learned too, rounded to whole steps z. Codes are
 * -z..2^k-1-z, stored as 0..2^k-1 with z the zero point: zero is code 0 and padding exact. Inside
 * of the clip dx is 1 and ds the rounding residual; outside ds is 0 below and 2^k-1 above, and the
 * reach has -1 of the gradient; parameters' times 1 / sqrt(N (2^k-1)), N the features of a sample.
 */
final class LsqPlusActivations implements ActivationQuantizer {
  private static final double LEAST_STEP = 1e-6;

  /** Zero points that the first batch is tried with, at more bits than that has. */
  private static final int TRIED = 16;

  private final int bits;
  private final Tensor step = leaf(1);
  private final Tensor below = leaf(0);

  /**
   * Holds leaf tensors: create outside of a step's pointer scope.
   *
   * @param bits 2 to 8
   */
  LsqPlusActivations(int bits) {
    this.bits = bits;
  }

  private static Tensor leaf(float value) {
    return Torch.tensor(new float[] {value}, 1).set_requires_grad(true);
  }

  @Override
  public String name() {
    return "lsqplus";
  }

  @Override
  public int bits() {
    return bits;
  }

  private int last() {
    return (1 << bits) - 1;
  }

  @Override
  public int leastCode() {
    long zero = Math.round((double) below.item_float() / step.item_float());
    return (int) -Math.min(last() - 1, Math.max(0, zero));
  }

  @Override
  public int mostCode() {
    return leastCode() + last();
  }

  @Override
  public Tensor quantize(Tensor input) {
    double scale = 1 / Math.sqrt((double) input.numel() / input.size(0) * last());
    Tensor value = step.detach();
    Tensor exact = Clip.to(leastCode(), mostCode(), input.detach().div(value));
    Tensor levels = exact.round();
    Tensor s = step.sub(value).mul_(Torch.scalar(scale)).add_(value);
    Tensor least =
        below
            .sub(below.detach())
            .mul_(Torch.scalar(-scale))
            .add_(value.mul(Torch.scalar(leastCode())));
    Tensor most = least.add(s.mul(Torch.scalar(last())));
    Tensor surrogate =
        input
            .clamp(new TensorOptional(least), new TensorOptional(most))
            .addcmul_(levels.sub(exact), s);
    return new FakeValues(surrogate, exact, levels, last(), value).tensor();
  }

  @Override
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> both = new LinkedHashMap<>();
    both.put("step", step);
    both.put("below", below);
    return both;
  }

  /** The pair of least squared error, of zero points no further apart than a sixteenth of all. */
  @Override
  public void initializeFrom(Tensor sample) {
    int apart = Math.max(1, (last() + 1) / TRIED);
    double leastError = Double.POSITIVE_INFINITY;
    for (int z = 0; z < last(); z += apart) {
      double first = LeastErrorStep.of(sample, -z, last() - z).orElse(LEAST_STEP);
      double error = LeastErrorStep.error(sample, -z, last() - z, first);
      if (error < leastError) {
        leastError = error;
        set(first, z);
      }
    }
  }

  private void set(double first, int zero) {
    try (NoGradGuard guard = new NoGradGuard()) {
      step.fill_(Torch.scalar(Math.max(LEAST_STEP, first)));
      below.copy_(step.mul(Torch.scalar(zero)));
    }
  }

  @Override
  public void constrain() {
    try (NoGradGuard guard = new NoGradGuard()) {
      step.clamp_min_(Torch.scalar(LEAST_STEP));
      below.clamp_min_(Torch.scalar(0)).clamp_max_(step.mul(Torch.scalar(last() - 1)));
    }
  }

  @Override
  public float step() {
    return step.item_float();
  }
}
