package dev.twobit.reference;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerCases;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import java.util.List;

/**
 * What the plain code computes of one layer.
 *
 * @param inputs tensors it reads
 * @param out shape of what it writes
 */
record Kernels(List<WeightTensor> inputs, Parameters parameters, TensorShape out)
    implements LayerCases<WeightTensor> {
  private WeightTensor x() {
    return inputs.get(0);
  }

  @Override
  public WeightTensor convolution(Layer.Convolution c) {
    return ConvolutionKernel.convolve(c, x(), parameters, out);
  }

  @Override
  public WeightTensor transposedConvolution(Layer.TransposedConvolution c) {
    return ConvolutionKernel.transposed(c, x(), parameters, out);
  }

  @Override
  public WeightTensor fullyConnected(Layer.FullyConnected f) {
    return ConvolutionKernel.connect(f, x(), parameters, out);
  }

  @Override
  public WeightTensor batchNormalization(Layer.BatchNormalization b) {
    return NormalizationKernel.batch(b, x(), parameters);
  }

  @Override
  public WeightTensor activation(Layer.Activation a) {
    return ElementwiseKernel.activation(a, x());
  }

  @Override
  public WeightTensor parametricRelu(Layer.ParametricRelu p) {
    return ElementwiseKernel.parametricRelu(p, x(), parameters.get(p.name() + ".slope"));
  }

  @Override
  public WeightTensor constantArithmetic(Layer.ConstantArithmetic a) {
    return ElementwiseKernel.constant(a, x(), parameters.get(a.name() + ".constant"), out);
  }

  @Override
  public WeightTensor add(Layer.Add a) {
    return ElementwiseKernel.combine(inputs, out, true);
  }

  @Override
  public WeightTensor multiply(Layer.Multiply m) {
    return ElementwiseKernel.combine(inputs, out, false);
  }

  @Override
  public WeightTensor concat(Layer.Concat c) {
    return MovementKernel.concat(c, inputs, out);
  }

  @Override
  public WeightTensor slice(Layer.Slice s) {
    return MovementKernel.slice(s, x(), out);
  }

  @Override
  public WeightTensor pad(Layer.Pad p) {
    return MovementKernel.pad(p, x(), out);
  }

  @Override
  public WeightTensor reshape(Layer.Reshape r) {
    return new WeightTensor(out, x().values());
  }

  @Override
  public WeightTensor transpose(Layer.Transpose t) {
    return MovementKernel.transpose(t, x(), out);
  }

  @Override
  public WeightTensor pooling(Layer.Pooling p) {
    return PoolingKernel.pool(p, x(), out);
  }

  @Override
  public WeightTensor resize(Layer.Resize r) {
    return ResizeKernel.resize(r, x(), out);
  }

  @Override
  public WeightTensor softmax(Layer.Softmax s) {
    return NormalizationKernel.softmax(s, x());
  }

  @Override
  public WeightTensor localResponseNormalization(Layer.LocalResponseNormalization n) {
    return NormalizationKernel.localResponse(n, x());
  }

  @Override
  public WeightTensor unsupported(Layer.Unsupported u) {
    throw new IllegalArgumentException("layer " + u.name() + " cannot be run");
  }
}
