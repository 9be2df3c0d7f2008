package dev.twobit.simulator.array;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Locale;

/**
 * How a convolution's bits lie on a systolic array. With spatial composition neighbouring PEs of a
 * column are one: all slices of the weight by as many of the activation as there are rows for.
 *
 * @param rows of PEs that are one, or of PEs
 * @param weightWidth bits of the weight that a pass multiplies; {@code activationWidth} likewise
 * @param weightPasses slices of the weight passed one by one; {@code activationPasses} likewise
 * @param products native products of one product
 */
public record SystolicMapping(
    int rows,
    int columns,
    int weightWidth,
    int activationWidth,
    int weightPasses,
    int activationPasses,
    int products) {

  public static SystolicMapping of(
      LayerWorkload.Convolution c, ArrayConfig.Systolic array, PrecisionConfig precision) {
    int weightWidth = Math.min(c.weightBits(), precision.macWeightBits());
    int activationWidth = Math.min(c.inputBits(), precision.macActivationBits());
    int weightSlices = ceil(c.weightBits(), weightWidth);
    int activationSlices = ceil(c.inputBits(), activationWidth);
    int products = weightSlices * activationSlices;
    if (precision.composition() == Composition.TEMPORAL || weightSlices > array.rows()) {
      return new SystolicMapping(
          array.rows(),
          array.columns(),
          weightWidth,
          activationWidth,
          weightSlices,
          activationSlices,
          products);
    }
    int atOnce = Math.min(activationSlices, array.rows() / weightSlices);
    return new SystolicMapping(
        array.rows() / (weightSlices * atOnce),
        array.columns(),
        c.weightBits(),
        Math.min(c.inputBits(), atOnce * activationWidth),
        1,
        ceil(activationSlices, atOnce),
        products);
  }

  public int passes() {
    return weightPasses * activationPasses;
  }

  /** The mapping in a few words, for reports. */
  public String describe(
      LayerWorkload.Convolution c, ArrayConfig.Systolic array, long folds, Tiling tiling) {
    return array.dataflow().name().toLowerCase(Locale.ROOT)
        + ", "
        + folds
        + " folds"
        + (products > 1 ? ", " + products + " products" : "")
        + tiling.describe(c)
        + c.activations().parameters().describe();
  }

  private static int ceil(int a, int b) {
    return (a + b - 1) / b;
  }
}
