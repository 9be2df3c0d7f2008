package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.Map;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.VoidTensorHook;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * PACT activations (Choi et al. 2018, equations 1 to 3; search/docs/quantizers.md#pact): y =
 * clip(x, 0, alpha), rounded half to even to n = 2^k - 1 steps of alpha/n. dy/dx is 1 inside and 0
 * outside, dy/dalpha is 1 above alpha and 0 below; the rounding error has no gradient.
 */
public final class Pact implements ActivationQuantizer {
  public static final double PAPER_ALPHA = 8;
  private static final double LEAST_ALPHA = 1e-3;
  private static final int CANDIDATES = 40;
  private static final int SAMPLES = 1 << 15;

  private final int bits;
  private final int steps;
  private final Tensor alpha;

  /** Held so that it lives until backward where no pointer scope holds it. */
  @SuppressWarnings("UnusedVariable")
  private @Nullable VoidTensorHook hook;

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
    Tensor clipped = torch.hardtanh(input, Torch.scalar(0), Torch.scalar(clip));
    if (GradMode.is_enabled() && alpha.requires_grad()) {
      registerAlphaGradient(input, clipped, clip);
    }
    try (NoGradGuard guard = new NoGradGuard()) {
      // The clip has saved what it read, not what it returned: round that in place, outside the
      // graph. Constants, for an operator with a tensor of one element takes twice as long.
      float step = clip / steps;
      clipped.detach().mul_(Torch.scalar(1 / (double) step)).round_().mul_(Torch.scalar(step));
    }
    return clipped;
  }

  /**
   * A hook adds dy/dalpha times the gradient: as a function of a tensor of one element the clip
   * would write six masks and masked copies of the input's size.
   */
  private void registerAlphaGradient(Tensor input, Tensor clipped, float clip) {
    // Where the input needs no gradient the clip has none either, but alpha does.
    Tensor output = clipped.requires_grad() ? clipped : clipped.set_requires_grad(true);
    // Strictly above the number before alpha: alpha and above.
    Tensor read = input.detach();
    Scalar below = Torch.scalar(Math.nextDown(clip));
    hook =
        new VoidTensorHook() {
          @Override
          public void call(TensorBase gradient) {
            addToAlpha(torch.threshold_backward(new Tensor(gradient), read, below));
          }
        };
    output.register_hook(hook);
  }

  private void addToAlpha(Tensor above) {
    Tensor sum = above.sum(new ScalarTypeOptional(alpha.scalar_type())).reshape(1);
    Tensor gradient = alpha.mutable_grad();
    if (gradient.defined()) {
      gradient.add_(sum);
    } else {
      gradient.put(sum);
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

  @Override
  public void initializeFrom(Tensor sample) {
    float[] x = spread(sample);
    double largest = 0;
    for (float v : x) {
      largest = Math.max(largest, v);
    }
    double best = PAPER_ALPHA;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i <= CANDIDATES && largest > 0; i++) {
      double candidate = largest * i / CANDIDATES;
      double error = squaredError(x, candidate);
      if (error < least) {
        least = error;
        best = candidate;
      }
    }
    try (NoGradGuard guard = new NoGradGuard()) {
      alpha.fill_(Torch.scalar(Math.max(LEAST_ALPHA, best)));
    }
  }

  /** At most {@link #SAMPLES} values, evenly spread over the tensor. */
  private static float[] spread(Tensor sample) {
    long stride = Math.max(1, sample.numel() / SAMPLES);
    try (Tensor flat = sample.detach().reshape(-1);
        Tensor some = flat.slice(0, new LongOptional(0), new LongOptional(), stride)) {
      return Torch.floats(some);
    }
  }

  private double squaredError(float[] x, double clip) {
    double step = clip / steps;
    double sum = 0;
    for (float v : x) {
      double clipped = Math.min(clip, Math.max(0, v));
      double error = Math.rint(clipped / step) * step - Math.max(0, v);
      sum += error * error;
    }
    return sum;
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
