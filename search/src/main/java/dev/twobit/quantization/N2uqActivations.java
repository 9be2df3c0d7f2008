package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * N2UQ activations (Liu et al. 2022; search/docs/quantizers.md#n2uq): values are evenly spaced,
 * thresholds are learned. Behind a start follow n = 2^k - 1 stretches of the input, each of a
 * length of its own; the code is the number of stretches whose middle is below the value. The
 * gradient is that of the line through their ends, 1 / length in codes (the paper's generalized
 * straight-through estimator).
 */
final class N2uqActivations implements ActivationQuantizer {
  private static final double LEAST = 1e-4;

  private final int bits;
  private final Tensor start = leaf(0);
  private final List<Tensor> lengths;
  private final Tensor scale = leaf(1);

  /**
   * Holds leaf tensors: create outside of a step's pointer scope.
   *
   * @param bits 1 or 2, which the post-processor makes by thresholds
   */
  N2uqActivations(int bits) {
    this.bits = bits;
    this.lengths = IntStream.range(0, most()).mapToObj(i -> leaf(1)).toList();
  }

  private static Tensor leaf(float value) {
    return Torch.tensor(new float[] {value}, 1).set_requires_grad(true);
  }

  @Override
  public String name() {
    return "n2uq";
  }

  @Override
  public int bits() {
    return bits;
  }

  private int most() {
    return (1 << bits) - 1;
  }

  @Override
  public Tensor quantize(Tensor input) {
    Tensor place = place(input);
    Tensor exact = place.detach();
    Tensor levels = levels(input.detach());
    Tensor surrogate = place.add(levels.sub(exact)).mul(scale);
    return new FakeValues(surrogate, exact, levels, most(), FakeValues.constant(step(), surrogate))
        .tensor();
  }

  @Override
  public Tensor place(Tensor input) {
    Tensor from = start;
    Tensor sum = Clip.to(0, 1, input.sub(from).div(lengths.get(0)));
    for (int i = 1; i < lengths.size(); i++) {
      from = from.add(lengths.get(i - 1));
      sum = sum.add(Clip.to(0, 1, input.sub(from).div(lengths.get(i))));
    }
    return sum;
  }

  private Tensor levels(Tensor input) {
    Tensor count = input.mul(Torch.scalar(0));
    for (float threshold : thresholds()) {
      count.add_(input.gt(Torch.scalar(threshold)).to(input.scalar_type()));
    }
    return count;
  }

  @Override
  public List<Float> thresholds() {
    List<Float> thresholds = new ArrayList<>();
    double from = start.item_float();
    for (Tensor length : lengths) {
      double own = length.item_float();
      thresholds.add((float) (from + own / 2));
      from += own;
    }
    return thresholds;
  }

  @Override
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    all.put("start", start);
    for (int i = 0; i < lengths.size(); i++) {
      all.put("length" + (i + 1), lengths.get(i));
    }
    all.put("scale", scale);
    return all;
  }

  /** Even stretches of the step of least squared error, which is a code's worth too. */
  @Override
  public void initializeFrom(Tensor sample) {
    double step = Math.max(LEAST, LeastErrorStep.of(sample, 0, most()).orElse(0));
    try (NoGradGuard guard = new NoGradGuard()) {
      start.fill_(Torch.scalar(0));
      lengths.forEach(length -> length.fill_(Torch.scalar(step)));
      scale.fill_(Torch.scalar(step));
    }
  }

  /** Lengths and scale stay positive, the start at or above zero: zero is code 0. */
  @Override
  public void constrain() {
    try (NoGradGuard guard = new NoGradGuard()) {
      start.clamp_min_(Torch.scalar(0));
      lengths.forEach(length -> length.clamp_min_(Torch.scalar(LEAST)));
      scale.clamp_min_(Torch.scalar(LEAST));
    }
  }

  @Override
  public float step() {
    return scale.item_float();
  }

  /** Twice from the start to the first threshold. */
  @Override
  public float spacing() {
    return lengths.get(0).item_float();
  }

  @Override
  public float offset() {
    return start.item_float();
  }

  @Override
  public boolean roundsToItsValues() {
    return false;
  }
}
