package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import java.util.List;

/** Which weights a layer has. */
public final class ParameterKeys {
  private ParameterKeys() {}

  /** Keys that are trained. */
  public static List<String> trainable(Layer layer) {
    return layer.foldKind(new Trainable());
  }

  /** Keys that are measured: running statistics. */
  public static List<String> buffers(Layer layer) {
    return layer
        .asBatchNormalization()
        .map(b -> List.of(b.name() + ".mean", b.name() + ".variance"))
        .orElse(List.of());
  }

  /** An operator whose weights are not trained has none here. */
  private record Trainable()
      implements LayerKinds<List<String>>,
          LayerKinds.Weighted.Cases<List<String>>,
          LayerKinds.Elementwise.Cases<List<String>> {
    @Override
    public List<String> weighted(Weighted layer) {
      return layer.fold(this);
    }

    @Override
    public List<String> convolution(Layer.Convolution c) {
      return weightAndBias(c.name(), c.hasBias());
    }

    @Override
    public List<String> fullyConnected(Layer.FullyConnected f) {
      return weightAndBias(f.name(), f.hasBias());
    }

    @Override
    public List<String> transposedConvolution(Layer.TransposedConvolution layer) {
      return List.of();
    }

    @Override
    public List<String> elementwise(Elementwise layer) {
      return layer.fold(this);
    }

    @Override
    public List<String> batchNormalization(Layer.BatchNormalization b) {
      return List.of(b.name() + ".scale", b.name() + ".shift");
    }

    @Override
    public List<String> activation(Layer.Activation layer) {
      return List.of();
    }

    @Override
    public List<String> parametricRelu(Layer.ParametricRelu layer) {
      return List.of();
    }

    @Override
    public List<String> constantArithmetic(Layer.ConstantArithmetic layer) {
      return List.of();
    }

    @Override
    public List<String> combination(Combination layer) {
      return List.of();
    }

    @Override
    public List<String> movement(Movement layer) {
      return List.of();
    }

    @Override
    public List<String> planar(Planar layer) {
      return List.of();
    }

    @Override
    public List<String> jointNormalization(JointNormalization layer) {
      return List.of();
    }

    @Override
    public List<String> unsupported(Layer.Unsupported layer) {
      return List.of();
    }

    private static List<String> weightAndBias(String name, boolean biased) {
      return biased ? List.of(name + ".weight", name + ".bias") : List.of(name + ".weight");
    }
  }
}
