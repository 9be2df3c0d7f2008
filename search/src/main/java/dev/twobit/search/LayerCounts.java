package dev.twobit.search;

import dev.twobit.network.CostKind;
import dev.twobit.network.CostSummary;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;

/** Multiply-accumulates and parameters of one layer at other widths, as {@link CostSummary}. */
final class LayerCounts {
  private LayerCounts() {}

  /**
   * @param kind {@link CostKind#FLOPS} or {@link CostKind#PARAMS}
   * @param network in which {@code layer} is
   */
  static double of(CostKind kind, Layer layer, Network network, int in, int out) {
    return kind == CostKind.FLOPS
        ? macs(layer, network, in, out)
        : CostSummary.paramsOf(resized(layer, in, out));
  }

  private static double macs(Layer layer, Network network, int in, int out) {
    if (layer instanceof Layer.Convolution c) {
      TensorShape plane = network.shape(c.output());
      double weights = c.withChannels(in, out).weightShape().elementCount();
      return weights * plane.height() * plane.width();
    }
    if (layer instanceof Layer.FullyConnected f) {
      double nominal = (double) f.inputFeatures() * f.outputFeatures();
      return CostSummary.macsOf(f, network) / nominal * in * out;
    }
    return CostSummary.macsOf(layer, network);
  }

  private static Layer resized(Layer layer, int in, int out) {
    if (layer instanceof Layer.Convolution c) {
      return c.withChannels(in, out);
    }
    if (layer instanceof Layer.FullyConnected f) {
      return f.withFeatures(in, out);
    }
    return layer instanceof Layer.BatchNormalization b ? b.withChannels(out) : layer;
  }
}
