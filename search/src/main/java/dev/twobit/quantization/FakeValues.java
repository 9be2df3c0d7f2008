package dev.twobit.quantization;

import dev.twobit.network.TensorShape;
import dev.twobit.quantization.WeightQuantizer.IntegerWeights;
import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Values with a gradient that is not theirs (straight through), of libtorch's operators only.
 *
 * @param surrogate carries the gradient: the fresh result of an operator that does not save it for
 *     backward (add, mul, clamp, clone, div), so that its memory can take other values
 * @param exact what is rounded: within the levels, outside of the graph
 * @param levels integers, outside of the graph
 * @param range from the least level to the greatest
 * @param step value of one level, one element, outside of the graph
 */
record FakeValues(Tensor surrogate, Tensor exact, Tensor levels, int range, Tensor step) {
  /** Levels are the nearest integers, the even one where two are. */
  static FakeValues rounded(Tensor surrogate, Tensor exact, int range, Tensor step) {
    return new FakeValues(surrogate, exact, exact.round(), range, step);
  }

  /** Levels -1 and 1, 0 counting as positive. */
  static FakeValues signs(Tensor surrogate, Tensor exact, Tensor step) {
    return new FakeValues(surrogate, exact, signs(exact), 2, step);
  }

  /**
   * Levels are the odd integers -n to n, n odd.
   *
   * @param u in -1..1
   */
  static FakeValues midRise(Tensor surrogate, Tensor u, int n, Tensor step) {
    Tensor levels =
        u.mul(Torch.scalar(0.5))
            .add_(Torch.scalar(0.5))
            .mul_(Torch.scalar(n))
            .round_()
            .mul_(Torch.scalar(2))
            .sub_(Torch.scalar(n));
    return new FakeValues(surrogate, u.mul(Torch.scalar(n)), levels, 2 * n, step);
  }

  /** The surrogate with level x step as its values: exactly that product, no residual added. */
  Tensor tensor() {
    try (NoGradGuard guard = new NoGradGuard()) {
      // Adding to zero makes a negative zero positive, as the integer zero is.
      surrogate.detach().zero_().addcmul_(levels, step);
    }
    return surrogate;
  }

  IntegerWeights integers(TensorShape shape, boolean midRise) {
    float[] values = Torch.floats(levels);
    short[] integers = new short[values.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (short) values[i];
    }
    return new IntegerWeights(shape, integers, step.item_float(), midRise);
  }

  /** A number as a tensor of the same type as another. */
  static Tensor constant(double value, Tensor like) {
    return torch.scalar_tensor(Torch.scalar(value)).to(like.scalar_type());
  }

  /** 1 where x >= 0, else -1. */
  static Tensor signs(Tensor x) {
    return x.ge(Torch.scalar(0)).to(x.scalar_type()).mul_(Torch.scalar(2)).sub_(Torch.scalar(1));
  }
}
