package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.Tensor;

/**
 * EWGS' gradient (Lee et al. 2021; search/docs/quantizers.md#ewgs): that of rounded values times 1
 * + delta sign(gradient) (exact - rounded), before it reaches what was rounded and what is learned.
 * A value that is to grow is moved further the nearer it is to the next level.
 */
record ElementwiseScaling(double delta) {
  /**
   * In place.
   *
   * @param distance exact less rounded value, of a range of 1 from the first level to the last
   */
  void turn(Tensor gradient, Tensor distance) {
    gradient.addcmul_(gradient.abs(), distance, Torch.scalar(delta));
  }
}
