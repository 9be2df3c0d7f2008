package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Fake quantization of a layer's input, one step per tensor; zero is code 0, so that zero padding
 * is exact. Codes are unsigned where nothing below zero is read, else signed ({@link
 * dev.twobit.network.NonNegative} decides). Shifted activations are none of these, by design.
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

  /** Whether codes are -2^(bits-1) to 2^(bits-1) - 1 instead of 0 to 2^bits - 1. */
  default boolean isSigned() {
    return false;
  }

  default int leastCode() {
    return isSigned() ? -(1 << (bits() - 1)) : 0;
  }

  default int mostCode() {
    return (1 << (isSigned() ? bits() - 1 : bits())) - 1;
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
   * What one code covers of the input: code = clip(round((x - offset) / spacing)) to the codes.
   * Only where it differs from {@link #step} is a quantizer more than rounding to its own values.
   */
  default float spacing() {
    return step();
  }

  /** Input of code 0, not below zero: zero is always code 0. */
  default float offset() {
    return 0;
  }

  /**
   * Learned thresholds, ascending and above zero, one fewer than codes: the code is how many are
   * below x. Empty where codes are evenly spaced, {@link #spacing} and {@link #offset} then say
   * all.
   */
  default List<Float> thresholds() {
    return List.of();
  }

  /** The input in codes before it is rounded; what lies beyond the codes need not be clipped. */
  default Tensor place(Tensor input) {
    return input.sub(Torch.scalar(offset())).div_(Torch.scalar(spacing()));
  }

  /** Whether code = clip(round(x / step)), which is what ONNX's QuantizeLinear computes. */
  default boolean roundsToItsValues() {
    return spacing() == step() && offset() == 0;
  }
}
