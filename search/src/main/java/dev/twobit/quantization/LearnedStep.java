package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * LSQ's learned step s (Esser et al. 2020, equations 1 to 3; search/docs/quantizers.md#lsq): v -> s
 * round(clip(v/s, least, most)), half to even. dv is 1 inside the clip and 0 outside; ds is
 * round(v/s) - v/s inside and the bound outside, times a gradient scale.
 */
final class LearnedStep {
  private static final double LEAST_STEP = 1e-6;

  private final Tensor step;

  /** Holds a leaf tensor: create outside of a step's pointer scope. */
  LearnedStep() {
    this.step = Torch.tensor(new float[] {1}, 1).set_requires_grad(true);
  }

  Tensor leaf() {
    return step;
  }

  float value() {
    return step.item_float();
  }

  /** Where the step starts. */
  enum Start {
    /** Least squared error. */
    ERROR,
    /** The paper's 2 mean|v| / sqrt(Qp). */
    MEAN
  }

  /**
   * Sets the step from values; that of zeros is as small as it may be.
   *
   * @param most Qp
   */
  void initialize(Tensor v, int least, int most, Start start) {
    switch (start) {
      case ERROR -> set(LeastErrorStep.of(v, least, most).orElse(LEAST_STEP));
      case MEAN -> set(2 / Math.sqrt(most) * meanMagnitude(v));
    }
  }

  /** Sets it to the mean of |v|, which is the least squared error of the levels -1 and 1. */
  void initializeBinary(Tensor v) {
    set(meanMagnitude(v));
  }

  private static double meanMagnitude(Tensor v) {
    return v.detach().abs().mean().item_double();
  }

  private void set(double value) {
    try (NoGradGuard guard = new NoGradGuard()) {
      step.fill_(Torch.scalar(Math.max(LEAST_STEP, value)));
    }
  }

  void constrain() {
    try (NoGradGuard guard = new NoGradGuard()) {
      step.clamp_min_(Torch.scalar(LEAST_STEP));
    }
  }

  /** Levels least..most; keeps one tensor as large as v for backward, the rounding residual. */
  FakeValues uniform(Tensor v, int least, int most, double gradientScale) {
    Tensor scaled = Clip.to(least, most, v.detach().div(step.detach()));
    Tensor levels = scaled.round();
    return straightThrough(v, scaled, levels, least, most, gradientScale);
  }

  /** Levels -1 and 1, 0 counting as positive. */
  FakeValues binary(Tensor v, double gradientScale) {
    Tensor scaled = Clip.to(-1, 1, v.detach().div(step.detach()));
    return straightThrough(v, scaled, FakeValues.signs(v.detach()), -1, 1, gradientScale);
  }

  /** clip(v, least s, most s) + residual s: its gradients are LSQ's. */
  private FakeValues straightThrough(
      Tensor v, Tensor scaled, Tensor levels, int least, int most, double gradientScale) {
    Tensor value = step.detach();
    Tensor s = step.sub(value).mul_(Torch.scalar(gradientScale)).add_(value);
    Tensor residual = levels.sub(scaled);
    Tensor surrogate =
        v.clamp(
                new TensorOptional(s.mul(Torch.scalar(least))),
                new TensorOptional(s.mul(Torch.scalar(most))))
            .addcmul_(residual, s);
    return new FakeValues(surrogate, scaled, levels, most - least, value);
  }
}
