package dev.twobit.quantization;

import dev.twobit.network.TensorShape;
import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * DoReFa weights (Zhou et al. 2016; SPEC 3.2): u = tanh(w) / (2 max|tanh w|) + 1/2, rounded to n =
 * 2^k - 1 steps, then 2u - 1. At two bits the levels are -1, -1/3, 1/3, 1: mid-rise, no zero. The
 * maximum is a constant to the gradient, rounding is straight through.
 */
public final class DoReFa implements WeightQuantizer {
  private final int bits;
  private final int steps;
  private final float step;

  /**
   * @param bits 2 to 8
   */
  public DoReFa(int bits) {
    if (bits < 2 || bits > 8) {
      throw new IllegalArgumentException("DoReFa bits: found " + bits + ", expected 2 to 8");
    }
    this.bits = bits;
    this.steps = (1 << bits) - 1;
    this.step = 1f / steps;
  }

  @Override
  public String name() {
    return "dorefa";
  }

  @Override
  public int bits() {
    return bits;
  }

  @Override
  public Tensor quantize(Tensor weights) {
    Tensor t = weights.tanh();
    Tensor largest = t.detach().abs().max();
    Tensor scaled = t.div(largest);
    try (NoGradGuard guard = new NoGradGuard()) {
      // Division saves its operands, not its result: round in place, outside the graph.
      Tensor values = scaled.detach();
      values.copy_(levels(values).mul(Torch.scalar(step)));
    }
    return scaled;
  }

  @Override
  public IntegerWeights encode(Tensor weights, TensorShape shape) {
    Tensor t = weights.detach().tanh();
    float[] levels = Torch.floats(levels(t.div(t.abs().max())));
    short[] integers = new short[levels.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (short) levels[i];
    }
    return new IntegerWeights(shape, integers, step, true);
  }

  /** Odd integers 2k - n for scaled weights in -1..1. */
  private Tensor levels(Tensor scaled) {
    return scaled
        .mul(Torch.scalar(0.5))
        .add(Torch.scalar(0.5))
        .mul(Torch.scalar(steps))
        .round()
        .mul(Torch.scalar(2))
        .sub(Torch.scalar(steps));
  }
}
