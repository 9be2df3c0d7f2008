package dev.twobit.quantization;

import dev.twobit.network.TensorShape;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Weights that are rounded to levels of a step; one bit has the two levels -1 and 1, no zero. */
interface RoundedWeights extends WeightQuantizer {
  /**
   * Levels, step and the value that has the gradient.
   *
   * @param statistic as from {@link #statistic}
   */
  FakeValues values(Tensor weights, Tensor statistic);

  /** Whether levels are the odd integers, without a zero. */
  default boolean isMidRise() {
    return bits() == 1;
  }

  @Override
  default Tensor quantize(Tensor weights) {
    return quantize(weights, statistic(weights));
  }

  @Override
  default Tensor quantize(Tensor weights, Tensor statistic) {
    return values(weights, statistic).tensor();
  }

  @Override
  default IntegerWeights encode(Tensor weights, TensorShape shape) {
    return encode(weights, statistic(weights), shape);
  }

  @Override
  default IntegerWeights encode(Tensor weights, Tensor statistic, TensorShape shape) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return values(weights, statistic).integers(shape, isMidRise());
    }
  }
}
