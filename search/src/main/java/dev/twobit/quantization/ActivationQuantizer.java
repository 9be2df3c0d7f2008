package dev.twobit.quantization;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Fake quantization of a layer's input to unsigned codes, one step per tensor; zero is code 0, so
 * that zero padding is exact. Signed or shifted activations are none of these, by design: the array
 * pads with code 0 and has no zero point.
 */
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

  /**
   * What one code covers of the input: code = clip(round((x - offset) / spacing), 0, 2^bits - 1).
   * Only where it differs from {@link #step} is a quantizer more than rounding to its own values.
   */
  default float spacing() {
    return step();
  }

  /** Input of code 0, not below zero: zero is always code 0. */
  default float offset() {
    return 0;
  }

  /** Whether code = clip(round(x / step)), which is what ONNX's QuantizeLinear computes. */
  default boolean roundsToItsValues() {
    return spacing() == step() && offset() == 0;
  }
}
