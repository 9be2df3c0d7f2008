package dev.twobit.quantization;

import dev.twobit.network.TensorShape;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Fake quantization of one layer's weights. Statistics are taken over the whole tensor handed in,
 * so a super-net quantizes the full tensor and slices afterwards; or one is given, so that a slice
 * is quantized as it is within its tensor.
 */
public interface WeightQuantizer extends FakeWeights {
  /** Its name on the command line. */
  String name();

  int bits();

  /** Quantized values with the straight-through gradient, same shape. */
  @Override
  Tensor quantize(Tensor weights);

  /**
   * What is measured of the whole tensor: one element or two, outside of the graph; 1 where nothing
   * is, for what is learned is not measured.
   */
  default Tensor statistic(Tensor weights) {
    return torch.ones(1);
  }

  /**
   * As {@link #quantize(Tensor)}, with a statistic that may be of another tensor.
   *
   * @param statistic as from {@link #statistic}
   */
  default Tensor quantize(Tensor weights, Tensor statistic) {
    return quantize(weights);
  }

  /** Whether level = clip(round(w / step)), zero among the levels. */
  default boolean roundsToItsValues() {
    return false;
  }

  /** Learned parameters by name: leaves that an optimizer updates in place. */
  default Map<String, Tensor> parameters() {
    return Map.of();
  }

  /**
   * The integer form: values are exactly {@code level x step} in float32.
   *
   * @param weights latent values
   * @param shape of the result
   */
  IntegerWeights encode(Tensor weights, TensorShape shape);

  /** As {@link #encode(Tensor, TensorShape)}, with a statistic that may be of another tensor. */
  default IntegerWeights encode(Tensor weights, Tensor statistic, TensorShape shape) {
    return encode(weights, shape);
  }

  /**
   * Integer weights.
   *
   * @param levels value = level x step; mid_rise: odd, 2k - (2^bits - 1) for code k; row-major
   * @param step value of one level
   */
  @SuppressWarnings("ArrayRecordComponent") // as large as the weights
  record IntegerWeights(TensorShape shape, short[] levels, float step, boolean midRise) {}
}
