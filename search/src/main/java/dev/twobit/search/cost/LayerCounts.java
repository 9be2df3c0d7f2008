package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import dev.twobit.network.CostSummary;
import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
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
        ? layer.foldKind(new Macs(network, in, out))
        : CostSummary.paramsOf(layer.foldKind(new Resized(in, out)));
  }

  private record Macs(Network network, int in, int out)
      implements LayerKinds<Double>, LayerKinds.Weighted.Cases<Double> {
    @Override
    public Double weighted(Weighted layer) {
      return layer.fold(this);
    }

    @Override
    public Double convolution(Layer.Convolution c) {
      TensorShape planes = network.shape(c.output());
      double weights = c.withChannels(in, out).weightShape().elementCount();
      return weights * planes.dim(0) * planes.height() * planes.width() * network.images();
    }

    @Override
    public Double transposedConvolution(Layer.TransposedConvolution layer) {
      return nominal(layer);
    }

    @Override
    public Double fullyConnected(Layer.FullyConnected f) {
      double nominal = (double) f.inputFeatures() * f.outputFeatures();
      return CostSummary.macsOf(f, network) / nominal * in * out;
    }

    @Override
    public Double elementwise(Elementwise layer) {
      return nominal(layer);
    }

    @Override
    public Double combination(Combination layer) {
      return nominal(layer);
    }

    @Override
    public Double movement(Movement layer) {
      return nominal(layer);
    }

    @Override
    public Double planar(Planar layer) {
      return nominal(layer);
    }

    @Override
    public Double jointNormalization(JointNormalization layer) {
      return nominal(layer);
    }

    @Override
    public Double unsupported(Layer.Unsupported layer) {
      return nominal(layer);
    }

    private double nominal(Layer layer) {
      return CostSummary.macsOf(layer, network);
    }
  }

  /** The layer with so many channels. */
  private record Resized(int in, int out)
      implements LayerKinds<Layer>,
          LayerKinds.Weighted.Cases<Layer>,
          LayerKinds.Elementwise.Cases<Layer> {
    @Override
    public Layer weighted(Weighted layer) {
      return layer.fold(this);
    }

    @Override
    public Layer convolution(Layer.Convolution c) {
      return c.withChannels(in, out);
    }

    @Override
    public Layer fullyConnected(Layer.FullyConnected f) {
      return f.withFeatures(in, out);
    }

    @Override
    public Layer transposedConvolution(Layer.TransposedConvolution layer) {
      return layer;
    }

    @Override
    public Layer elementwise(Elementwise layer) {
      return layer.fold(this);
    }

    @Override
    public Layer batchNormalization(Layer.BatchNormalization b) {
      return b.withChannels(out);
    }

    @Override
    public Layer activation(Layer.Activation layer) {
      return layer;
    }

    @Override
    public Layer parametricRelu(Layer.ParametricRelu layer) {
      return layer;
    }

    @Override
    public Layer constantArithmetic(Layer.ConstantArithmetic layer) {
      return layer;
    }

    @Override
    public Layer combination(Combination layer) {
      return layer;
    }

    @Override
    public Layer movement(Movement layer) {
      return layer;
    }

    @Override
    public Layer planar(Planar layer) {
      return layer;
    }

    @Override
    public Layer jointNormalization(JointNormalization layer) {
      return layer;
    }

    @Override
    public Layer unsupported(Layer.Unsupported layer) {
      return layer;
    }
  }
}
