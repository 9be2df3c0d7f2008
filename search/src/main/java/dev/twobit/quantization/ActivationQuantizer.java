package dev.twobit.quantization;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Fake quantization of a layer's input, one step per tensor; zero is exact. */
public interface ActivationQuantizer {
  String name();

  int bits();

  /** Quantized values with this quantizer's gradient. */
  Tensor quantize(Tensor input);

  /**
   * Whether negative values become 0 without a gradient, so that a ReLU before it has no effect.
   */
  default boolean clipsAtZero() {
    return false;
  }

  /** Learned parameters by name: leaves that an optimizer updates in place. */
  Map<String, Tensor> parameters();

  /** Sets the parameters from a batch by least squared error. */
  void initializeFrom(Tensor sample);

  /** Keeps parameters in their range after an optimizer's step. */
  void constrain();

  /** Value of one code, float32; a value is code x step. */
  float step();
}
