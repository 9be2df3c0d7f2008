package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * PACT activations (Choi et al. 2018; SPEC 3.1): y = clip(x, 0, alpha), rounded half to even to n =
 * 2^k - 1 steps of alpha/n. dy/dx is 1 inside and 0 outside, dy/dalpha is 1 above alpha and 0
 * below; the rounding error has no gradient.
 */
public final class Pact implements ActivationQuantizer {
  public static final double PAPER_ALPHA = 8;
  private static final double LEAST_ALPHA = 1e-3;
  private static final int CANDIDATES = 40;
  private static final int SAMPLES = 1 << 15;

  private final int bits;
  private final int steps;
  private final Tensor alpha;
  private final Tensor zero;

  /** Holds a leaf tensor: create outside of a step's pointer scope. */
  public Pact(int bits, double alpha) {
    if (bits < 1 || bits > 8) {
      throw new IllegalArgumentException("PACT bits: found " + bits + ", expected 1 to 8");
    }
    this.bits = bits;
    this.steps = (1 << bits) - 1;
    this.alpha = Torch.tensor(new float[] {(float) alpha}, 1).set_requires_grad(true);
    this.zero = Torch.tensor(new float[] {0}, 1);
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
    Tensor clipped = input.clamp(new TensorOptional(zero), new TensorOptional(alpha));
    try (NoGradGuard guard = new NoGradGuard()) {
      // Nothing has saved the clipped values yet: round them in place, outside the graph.
      Tensor step = step(alpha.detach());
      clipped.detach().div_(step).round_().mul_(step);
    }
    return clipped;
  }

  private Tensor step(Tensor clip) {
    return clip.div(Torch.scalar(steps));
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
