package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.Map;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * PACT activations (Choi et al. 2018, equations 1 to 3; search/docs/quantizers.md#pact): y =
 * clip(x, 0, alpha), rounded half to even to n = 2^k - 1 steps of alpha/n. dy/dx is 1 inside and 0
 * outside, dy/dalpha is 1 above alpha and 0 below; the rounding error has no gradient.
 */
public final class Pact implements ActivationQuantizer {
  public static final double PAPER_ALPHA = 8;
  private static final double LEAST_ALPHA = 1e-3;

  private final int bits;
  private final int steps;
  private final Tensor alpha;

  private final RoundedClip operator = new RoundedClip();

  /** Holds a leaf tensor: create outside of a step's pointer scope. */
  public Pact(int bits, double alpha) {
    if (bits < 1 || bits > 8) {
      throw new IllegalArgumentException("PACT bits: found " + bits + ", expected 1 to 8");
    }
    this.bits = bits;
    this.steps = (1 << bits) - 1;
    this.alpha = Torch.tensor(new float[] {(float) alpha}, 1).set_requires_grad(true);
  }

  @Override
  public String name() {
    return "pact";
  }

  @Override
  public int bits() {
    return bits;
  }

  @Override
  public Tensor quantize(Tensor input) {
    float clip = alpha.item_float();
    return operator.of(
        input, new RoundedClip.Levels(clip, clip / steps), new AlphaGradient(alpha, clip));
  }

  /** Everything at or above alpha. */
  private record AlphaGradient(Tensor parameter, float clip)
      implements RoundedClip.ParameterGradient {
    @Override
    public Tensor of(Tensor gradient, Tensor x, Tensor values) {
      // Strictly above the number before it.
      return torch
          .threshold_backward(gradient, x, Torch.scalar(Math.nextDown(clip)))
          .sum(new ScalarTypeOptional(parameter.scalar_type()));
    }
  }

  @Override
  public boolean clipsAtZero() {
    return true;
  }

  @Override
  public Map<String, Tensor> parameters() {
    return Map.of("alpha", alpha);
  }

  /** Alpha of least squared error; the paper's where nothing is above zero. */
  @Override
  public void initializeFrom(Tensor sample) {
    OptionalDouble step = LeastErrorStep.of(sample, 0, steps);
    double best = step.isPresent() ? step.getAsDouble() * steps : PAPER_ALPHA;
    try (NoGradGuard guard = new NoGradGuard()) {
      alpha.fill_(Torch.scalar(Math.max(LEAST_ALPHA, best)));
    }
  }

  @Override
  public void constrain() {
    try (NoGradGuard guard = new NoGradGuard()) {
      alpha.clamp_min_(Torch.scalar(LEAST_ALPHA));
    }
  }

  @Override
  public float step() {
    return alpha.item_float() / steps;
  }
}
