package dev.twobit.quantization;

import org.bytedeco.pytorch.Tensor;

/**
 * What a layer computes with in place of its latent weights while it is trained. That need not have
 * an integer form: those that do are {@link WeightQuantizer}s.
 */
public interface FakeWeights {
  /** Quantized values with a gradient to the latent ones, same shape. */
  Tensor quantize(Tensor weights);

  /** Sets learned parameters from the weights that training starts with. */
  default void initializeFrom(Tensor weights) {}

  /** Keeps parameters in their range after an optimizer's step. */
  default void constrain() {}
}
