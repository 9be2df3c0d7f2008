package dev.twobit.quantization;

import dev.twobit.network.TensorShape;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Weights that are rounded to levels of a step; one bit has the two levels -1 and 1, no zero. */
interface RoundedWeights extends WeightQuantizer {
  /** Levels, step and the value that has the gradient. */
  FakeValues values(Tensor weights);

  @Override
  default Tensor quantize(Tensor weights) {
    return values(weights).tensor();
  }

  @Override
  default IntegerWeights encode(Tensor weights, TensorShape shape) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return values(weights).integers(shape, bits() == 1);
    }
  }
}
