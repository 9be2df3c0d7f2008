package dev.twobit.training;

/**
 * What kind of parameter gets which weight decay, and how fast quantizer parameters are learned
 * beside the others.
 *
 * @param weights decay of convolutions and fully connected layers
 * @param biases decay
 * @param batchNorm decay of scale and shift
 * @param quantizers decay of learned quantizer parameters
 * @param quantizerRateFactor their learning rate as a multiple of the others'
 */
public record ParameterGroups(
    double weights,
    double biases,
    double batchNorm,
    double quantizers,
    double quantizerRateFactor) {

  /**
   * One decay for all but quantizer parameters, as TAS has it
   * (search/docs/methods.md#bi-level-loop).
   */
  public static ParameterGroups uniform(double decay, double quantizers) {
    return new ParameterGroups(decay, decay, decay, quantizers, 1);
  }

  double decay(String key) {
    if (LayerQuantizers.isQuantizerKey(key)) {
      return quantizers;
    }
    if (key.endsWith(".scale") || key.endsWith(".shift")) {
      return batchNorm;
    }
    return key.endsWith(".bias") ? biases : weights;
  }

  double rateFactor(String key) {
    return LayerQuantizers.isQuantizerKey(key) ? quantizerRateFactor : 1;
  }
}
