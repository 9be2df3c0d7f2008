package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * What the parameters of each operator start from, by key.
 *
 * @param given constants of the file, which stay
 */
record FreshWeights(Parameters given, Random random)
    implements LayerKinds<Map<String, WeightTensor>>,
        LayerKinds.Weighted.Cases<Map<String, WeightTensor>>,
        LayerKinds.Elementwise.Cases<Map<String, WeightTensor>> {

  @Override
  public Map<String, WeightTensor> weighted(Weighted layer) {
    return layer.fold(this);
  }

  @Override
  public Map<String, WeightTensor> convolution(Layer.Convolution c) {
    Window w = c.window();
    double fanOut = (double) c.outputChannels() / c.groups() * w.kernelHeight() * w.kernelWidth();
    return Map.of(
        c.name() + ".weight",
        Initializer.normal(c.weightShape(), Math.sqrt(2 / fanOut), random),
        c.name() + ".bias",
        filled(c.outputChannels(), 0));
  }

  @Override
  public Map<String, WeightTensor> transposedConvolution(Layer.TransposedConvolution layer) {
    // Not trained: refused where it would be.
    return Map.of();
  }

  @Override
  public Map<String, WeightTensor> fullyConnected(Layer.FullyConnected f) {
    return Map.of(
        f.name() + ".weight",
        Initializer.normal(TensorShape.of(f.outputFeatures(), f.inputFeatures()), 0.01, random),
        f.name() + ".bias",
        filled(f.outputFeatures(), 0));
  }

  @Override
  public Map<String, WeightTensor> elementwise(Elementwise layer) {
    return layer.fold(this);
  }

  @Override
  public Map<String, WeightTensor> batchNormalization(Layer.BatchNormalization b) {
    return Map.of(
        b.name() + ".scale", filled(b.channels(), 1),
        b.name() + ".shift", filled(b.channels(), 0),
        b.name() + ".mean", filled(b.channels(), 0),
        b.name() + ".variance", filled(b.channels(), 1));
  }

  @Override
  public Map<String, WeightTensor> constantArithmetic(Layer.ConstantArithmetic a) {
    String key = a.name() + ".constant";
    return given.find(key).map(w -> Map.of(key, w)).orElse(Map.of());
  }

  @Override
  public Map<String, WeightTensor> activation(Layer.Activation layer) {
    return Map.of();
  }

  @Override
  public Map<String, WeightTensor> parametricRelu(Layer.ParametricRelu layer) {
    // Not trained: refused where it would be.
    return Map.of();
  }

  @Override
  public Map<String, WeightTensor> combination(Combination layer) {
    return Map.of();
  }

  @Override
  public Map<String, WeightTensor> movement(Movement layer) {
    return Map.of();
  }

  @Override
  public Map<String, WeightTensor> planar(Planar layer) {
    return Map.of();
  }

  @Override
  public Map<String, WeightTensor> jointNormalization(JointNormalization layer) {
    return Map.of();
  }

  @Override
  public Map<String, WeightTensor> unsupported(Layer.Unsupported layer) {
    return Map.of();
  }

  private static WeightTensor filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return WeightTensor.vector(values);
  }
}
