package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/** Clipping to constant bounds; the gradient is 1 within them, bounds included, and 0 outside. */
final class Clip {
  private Clip() {}

  static ScalarOptional scalar(double bound) {
    return new ScalarOptional(Torch.scalar(bound));
  }

  static Tensor to(double least, double most, Tensor x) {
    return x.clamp(scalar(least), scalar(most));
  }
}
