package dev.twobit.simulator.array;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Locale;

/**
 * How a convolution's channels and bits lie on the lanes of the dot-product array.
 *
 * @param channelsPerClock channels that one operation takes
 * @param pairsPerPass slice pairs (one of the weight, one of the activation) that the lanes of one
 *     channel multiply at once; above 1 only with spatial composition
 * @param passes operations that all slice pairs take
 * @param products slice pairs of one product: 16 for 8x8 on 2x2
 * @param packed kernel columns fill the channels (first-layer packing)
 */
public record DotProductMapping(
    int channelsPerClock, int pairsPerPass, int passes, int products, boolean packed) {
  /** Channels of an image whose kernel columns fill the array's channels, at most. */
  public static final int MOST_IMAGE_CHANNELS = 4;

  public static DotProductMapping of(
      LayerWorkload.Convolution c, ArrayConfig.DotProduct array, PrecisionConfig precision) {
    int products = precision.productsPerMac(c.weightBits(), c.inputBits());
    boolean spatial = precision.composition() == Composition.SPATIAL;
    int pairs = spatial ? Math.min(products, array.atomicChannels()) : 1;
    return new DotProductMapping(
        array.atomicChannels() / pairs,
        pairs,
        (products + pairs - 1) / pairs,
        products,
        packed(c, array));
  }

  /**
   * Bits of activations that an operation reads from the buffer for one output position: lanes that
   * are one wider MAC share them. As wide as the widest pass takes.
   */
  public int activationReadBits(LayerWorkload.Convolution c, PrecisionConfig precision) {
    int slice = Math.min(c.inputBits(), precision.macActivationBits());
    int weightSlices = products / activationSlices(c, precision);
    int widest = 0;
    for (int first = 0; first < products; first += pairsPerPass) {
      int last = Math.min(products, first + pairsPerPass) - 1;
      widest = Math.max(widest, last / weightSlices - first / weightSlices + 1);
    }
    return channelsPerClock * Math.min(c.inputBits(), widest * slice);
  }

  /** The same of weights, for one kernel. */
  public int weightReadBits(LayerWorkload.Convolution c, PrecisionConfig precision) {
    int slice = Math.min(c.weightBits(), precision.macWeightBits());
    int weightSlices = products / activationSlices(c, precision);
    return channelsPerClock
        * Math.min(c.weightBits(), Math.min(weightSlices, pairsPerPass) * slice);
  }

  private static int activationSlices(LayerWorkload.Convolution c, PrecisionConfig precision) {
    return precision.productsPerMac(1, c.inputBits());
  }

  /** Images of few channels fill the array's channels with kernel columns. */
  private static boolean packed(LayerWorkload.Convolution c, ArrayConfig.DotProduct array) {
    return array.packFirstLayer()
        && c.imageInput()
        && c.inputChannels() <= MOST_IMAGE_CHANNELS
        && c.groups() == 1
        && c.window().dilationWidth() == 1;
  }

  /** The mapping in a few words, for reports. */
  public String describe(
      LayerWorkload.Convolution c,
      ArrayConfig.DotProduct array,
      PrecisionConfig precision,
      Tiling tiling) {
    String composed =
        products > 1
            ? ", "
                + products
                + " products "
                + precision.composition().name().toLowerCase(Locale.ROOT)
            : "";
    return array.atomicChannels()
        + "x"
        + array.atomicKernels()
        + composed
        + (packed ? ", image packed" : "")
        + (c.groups() > 1 ? ", " + c.groups() + " groups one by one" : "")
        + tiling.describe(c)
        + c.activations().parameters().describe();
  }
}
