package dev.twobit.network;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Multiply-accumulates and parameters of a network as it stands, batch 1, counted as the paper does
 * (search/docs/methods.md#costs-as-the-paper-counts-them): MACs of convolutions and fully connected
 * layers; parameters are their weights and biases and two per channel of each batch normalization.
 */
public record CostSummary(long macs, long params, Map<String, Long> layerMacs) {

  /** Throws ArithmeticException past 2^63. */
  public static CostSummary of(Network network) {
    long macs = 0;
    long params = 0;
    Map<String, Long> perLayer = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      long layerMacs = macsOf(layer, network);
      perLayer.put(layer.name(), layerMacs);
      macs = Math.addExact(macs, layerMacs);
      params += paramsOf(layer);
    }
    return new CostSummary(macs, params, perLayer);
  }

  /** MACs of one layer for one input. */
  public static long macsOf(Layer layer, Network network) {
    if (layer instanceof Layer.Convolution c) {
      TensorShape out = network.shape(c.output());
      return Math.multiplyExact(c.weightShape().elementCount(), (long) out.height() * out.width());
    }
    if (layer instanceof Layer.TransposedConvolution c) {
      TensorShape in = network.shape(c.input());
      return Math.multiplyExact(transposedWeights(c), (long) in.height() * in.width());
    }
    if (layer instanceof Layer.FullyConnected f) {
      TensorShape in = network.shape(f.input());
      long rows = in.elementCount() / f.inputFeatures() / Math.max(1, batch(in));
      return Math.multiplyExact((long) f.inputFeatures() * f.outputFeatures(), Math.max(1, rows));
    }
    return layer instanceof Layer.Unsupported u ? u.macs() : 0;
  }

  /** Weights, biases, and scale and shift of batch normalizations. */
  public static long paramsOf(Layer layer) {
    if (layer instanceof Layer.Convolution c) {
      return c.weightShape().elementCount() + (c.hasBias() ? c.outputChannels() : 0);
    }
    if (layer instanceof Layer.TransposedConvolution c) {
      return transposedWeights(c) + (c.hasBias() ? c.outputChannels() : 0);
    }
    if (layer instanceof Layer.FullyConnected f) {
      return (long) f.inputFeatures() * f.outputFeatures() + (f.hasBias() ? f.outputFeatures() : 0);
    }
    if (layer instanceof Layer.BatchNormalization b) {
      return 2L * b.channels();
    }
    return layer instanceof Layer.Unsupported u ? u.params() : 0;
  }

  private static int batch(TensorShape shape) {
    return shape.rank() > 1 ? shape.dim(0) : 1;
  }

  private static long transposedWeights(Layer.TransposedConvolution c) {
    return (long) c.inputChannels()
        * (c.outputChannels() / c.groups())
        * c.window().kernelHeight()
        * c.window().kernelWidth();
  }
}
