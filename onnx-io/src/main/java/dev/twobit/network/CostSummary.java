package dev.twobit.network;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Multiply-accumulates and parameters of one inference of a network as it stands, counted as the
 * paper does (search/docs/methods.md#costs-as-the-paper-counts-them): MACs of convolutions and
 * fully connected layers, for every item that its tensors hold and every image of the inference;
 * parameters are their weights and biases and two per channel of each batch normalization.
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

  /** MACs of one layer for one inference, of all its images. */
  public static long macsOf(Layer layer, Network network) {
    return Math.multiplyExact(layer.foldKind(new Macs(network)), (long) network.images());
  }

  /** Weights, biases, and scale and shift of batch normalizations. */
  public static long paramsOf(Layer layer) {
    return layer.foldKind(new Params());
  }

  /** Elements of a layer's weight tensor. */
  public static long weightsOf(LayerKinds.Weighted layer) {
    return layer.fold(
        new LayerKinds.Weighted.Cases<Long>() {
          @Override
          public Long convolution(Layer.Convolution c) {
            return c.weightShape().elementCount();
          }

          @Override
          public Long transposedConvolution(Layer.TransposedConvolution c) {
            return transposedWeights(c);
          }

          @Override
          public Long fullyConnected(Layer.FullyConnected f) {
            return (long) f.inputFeatures() * f.outputFeatures();
          }
        });
  }

  /** Of all items of the leading axis. */
  private static long positions(TensorShape planes) {
    return planes.elementCount() / planes.channels();
  }

  private static long transposedWeights(Layer.TransposedConvolution c) {
    return (long) c.inputChannels()
        * (c.outputChannels() / c.groups())
        * c.window().kernelHeight()
        * c.window().kernelWidth();
  }

  private record Macs(Network network)
      implements LayerKinds<Long>, LayerKinds.Weighted.Cases<Long> {
    @Override
    public Long weighted(Weighted layer) {
      return layer.fold(this);
    }

    @Override
    public Long convolution(Layer.Convolution c) {
      TensorShape out = network.shape(c.output());
      return Math.multiplyExact(c.weightShape().elementCount(), positions(out));
    }

    @Override
    public Long transposedConvolution(Layer.TransposedConvolution c) {
      TensorShape in = network.shape(c.input());
      return Math.multiplyExact(transposedWeights(c), positions(in));
    }

    @Override
    public Long fullyConnected(Layer.FullyConnected f) {
      TensorShape in = network.shape(f.input());
      long rows = in.elementCount() / f.inputFeatures();
      return Math.multiplyExact((long) f.inputFeatures() * f.outputFeatures(), Math.max(1, rows));
    }

    @Override
    public Long unsupported(Layer.Unsupported layer) {
      return layer.macs();
    }

    @Override
    public Long elementwise(Elementwise layer) {
      return 0L;
    }

    @Override
    public Long combination(Combination layer) {
      return 0L;
    }

    @Override
    public Long movement(Movement layer) {
      return 0L;
    }

    @Override
    public Long planar(Planar layer) {
      return 0L;
    }

    @Override
    public Long jointNormalization(JointNormalization layer) {
      return 0L;
    }
  }

  private record Params()
      implements LayerKinds<Long>,
          LayerKinds.Weighted.Cases<Long>,
          LayerKinds.Elementwise.Cases<Long> {
    @Override
    public Long weighted(Weighted layer) {
      return layer.fold(this);
    }

    @Override
    public Long convolution(Layer.Convolution c) {
      return weightsOf(c) + (c.hasBias() ? c.outputChannels() : 0);
    }

    @Override
    public Long transposedConvolution(Layer.TransposedConvolution c) {
      return weightsOf(c) + (c.hasBias() ? c.outputChannels() : 0);
    }

    @Override
    public Long fullyConnected(Layer.FullyConnected f) {
      return weightsOf(f) + (f.hasBias() ? f.outputFeatures() : 0);
    }

    @Override
    public Long elementwise(Elementwise layer) {
      return layer.fold(this);
    }

    @Override
    public Long batchNormalization(Layer.BatchNormalization b) {
      return 2L * b.channels();
    }

    @Override
    public Long unsupported(Layer.Unsupported layer) {
      return layer.params();
    }

    @Override
    public Long activation(Layer.Activation layer) {
      return 0L;
    }

    @Override
    public Long parametricRelu(Layer.ParametricRelu layer) {
      return 0L;
    }

    @Override
    public Long constantArithmetic(Layer.ConstantArithmetic layer) {
      return 0L;
    }

    @Override
    public Long combination(Combination layer) {
      return 0L;
    }

    @Override
    public Long movement(Movement layer) {
      return 0L;
    }

    @Override
    public Long planar(Planar layer) {
      return 0L;
    }

    @Override
    public Long jointNormalization(JointNormalization layer) {
      return 0L;
    }
  }
}
