package dev.twobit.quantization;

import dev.twobit.network.TensorShape;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Fake quantization of one layer's weights. Statistics are taken over the whole tensor handed in,
 * so a super-net quantizes the full tensor and slices afterwards.
 */
public interface WeightQuantizer {
  /** As on the command line. */
  String name();

  int bits();

  /** Quantized values with the straight-through gradient, same shape. */
  Tensor quantize(Tensor weights);

  /** Learned parameters by name: leaves that an optimizer updates in place. */
  default Map<String, Tensor> parameters() {
    return Map.of();
  }

  /** Sets learned parameters from the weights that training starts with. */
  default void initializeFrom(Tensor weights) {}

  /** Keeps parameters in their range after an optimizer's step. */
  default void constrain() {}

  /**
   * The integer form: values are exactly {@code level x step} in float32.
   *
   * @param weights latent values
   * @param shape of the result
   */
  IntegerWeights encode(Tensor weights, TensorShape shape);

  /**
   * Integer weights.
   *
   * @param levels value = level x step; mid_rise: odd, 2k - (2^bits - 1) for code k; row-major
   * @param step value of one level
   */
  @SuppressWarnings("ArrayRecordComponent") // as large as the weights
  record IntegerWeights(TensorShape shape, short[] levels, float step, boolean midRise) {}
}
