package dev.twobit.onnx.read;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import java.util.List;

/** The real numbers that operators state besides their weights. */
final class StatedNumbers
    implements LayerKinds<List<StatedNumbers.Stated>>,
        LayerKinds.Elementwise.Cases<List<StatedNumbers.Stated>>,
        LayerKinds.Movement.Cases<List<StatedNumbers.Stated>>,
        LayerKinds.JointNormalization.Cases<List<StatedNumbers.Stated>> {
  static final StatedNumbers CASES = new StatedNumbers();

  /**
   * @param what for the message
   * @param usable whether it can be calculated with
   */
  record Stated(String what, boolean usable) {}

  private StatedNumbers() {}

  @Override
  public List<Stated> weighted(Weighted layer) {
    return List.of();
  }

  @Override
  public List<Stated> elementwise(Elementwise layer) {
    return layer.fold(this);
  }

  @Override
  public List<Stated> batchNormalization(Layer.BatchNormalization layer) {
    return List.of(
        new Stated("epsilon", layer.epsilon() >= 0 && layer.epsilon() < Double.POSITIVE_INFINITY));
  }

  @Override
  public List<Stated> activation(Layer.Activation layer) {
    return List.of(
        new Stated("a constant", !Double.isNaN(layer.alpha()) && !Double.isNaN(layer.beta())));
  }

  @Override
  public List<Stated> parametricRelu(Layer.ParametricRelu layer) {
    return List.of();
  }

  @Override
  public List<Stated> constantArithmetic(Layer.ConstantArithmetic layer) {
    return List.of();
  }

  @Override
  public List<Stated> combination(Combination layer) {
    return List.of();
  }

  @Override
  public List<Stated> movement(Movement layer) {
    return layer.fold(this);
  }

  @Override
  public List<Stated> pad(Layer.Pad layer) {
    return List.of(new Stated("the pad value", !Double.isNaN(layer.value())));
  }

  @Override
  public List<Stated> concat(Layer.Concat layer) {
    return List.of();
  }

  @Override
  public List<Stated> slice(Layer.Slice layer) {
    return List.of();
  }

  @Override
  public List<Stated> reshape(Layer.Reshape layer) {
    return List.of();
  }

  @Override
  public List<Stated> transpose(Layer.Transpose layer) {
    return List.of();
  }

  @Override
  public List<Stated> planar(Planar layer) {
    return List.of();
  }

  @Override
  public List<Stated> jointNormalization(JointNormalization layer) {
    return layer.fold(this);
  }

  @Override
  public List<Stated> softmax(Layer.Softmax layer) {
    return List.of();
  }

  @Override
  public List<Stated> localResponseNormalization(Layer.LocalResponseNormalization layer) {
    return List.of(
        new Stated("alpha", Double.isFinite(layer.alpha())),
        new Stated("beta", Double.isFinite(layer.beta())),
        new Stated("bias", Double.isFinite(layer.bias())));
  }

  @Override
  public List<Stated> unsupported(Layer.Unsupported layer) {
    return List.of();
  }
}
