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
 *
 * <p>Of signed codes alpha is the largest magnitude: n = 2^(k-1) steps of alpha/n on either side of
 * zero, of which two's complement has all but the last above. dy/dalpha is -1 below -alpha and (n -
 * 1) / n above the last code.
 */
public final class Pact implements ActivationQuantizer {
  public static final double PAPER_ALPHA = 8;
  private static final double LEAST_ALPHA = 1e-3;

  private final int bits;
  private final boolean signed;
  private final int steps;
  private final Tensor alpha;

  private final RoundedClip operator = new RoundedClip();

  /** Of unsigned codes; holds a leaf tensor: create outside of a step's pointer scope. */
  public Pact(int bits, double alpha) {
    this(bits, false, alpha);
  }

  /**
   * Holds a leaf tensor likewise.
   *
   * @param bits 1 to 8, 2 to 8 if signed
   */
  Pact(int bits, boolean signed, double alpha) {
    if (bits < (signed ? 2 : 1) || bits > 8) {
      throw new IllegalArgumentException(
          "PACT bits: found " + bits + ", expected " + (signed ? 2 : 1) + " to 8");
    }
    this.bits = bits;
    this.signed = signed;
    this.steps = signed ? 1 << (bits - 1) : (1 << bits) - 1;
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
  public boolean isSigned() {
    return signed;
  }

  @Override
  public Tensor quantize(Tensor input) {
    float clip = alpha.item_float();
    float step = clip / steps;
    return signed
        ? operator.of(
            input,
            new RoundedClip.Levels(-clip, step * mostCode(), step),
            new SignedGradient(alpha, clip, (double) mostCode() / steps))
        : operator.of(input, new RoundedClip.Levels(clip, step), new AlphaGradient(alpha, clip));
  }

  /** Of everything at or above a bound; strictly above the number before it. */
  private static Tensor from(float bound, Tensor gradient, Tensor x, Tensor parameter) {
    return torch
        .threshold_backward(gradient, x, Torch.scalar(Math.nextDown(bound)))
        .sum(new ScalarTypeOptional(parameter.scalar_type()));
  }

  /** Everything at or above alpha. */
  private record AlphaGradient(Tensor parameter, float clip)
      implements RoundedClip.ParameterGradient {
    @Override
    public Tensor of(Tensor gradient, Tensor x, Tensor values) {
      return from(clip, gradient, x, parameter);
    }
  }

  /**
   * Everything outside of the codes.
   *
   * @param share of alpha that the last code is
   */
  private record SignedGradient(Tensor parameter, float clip, double share)
      implements RoundedClip.ParameterGradient {
    @Override
    public Tensor of(Tensor gradient, Tensor x, Tensor values) {
      return from((float) (share * clip), gradient, x, parameter)
          .mul_(Torch.scalar(share))
          .sub_(from(clip, gradient, x.neg(), parameter));
    }
  }

  @Override
  public boolean clipsAtZero() {
    return !signed;
  }

  @Override
  public Map<String, Tensor> parameters() {
    return Map.of("alpha", alpha);
  }

  /** Alpha of least squared error; the paper's where all values are code 0. */
  @Override
  public void initializeFrom(Tensor sample) {
    OptionalDouble step = LeastErrorStep.of(sample, leastCode(), mostCode());
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
