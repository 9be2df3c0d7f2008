package dev.twobit.network;

import java.util.List;

/** The same layer between other tensors. */
record Rewiring(List<String> inputs, String output) implements LayerCases<Layer> {
  private String input() {
    return inputs.get(0);
  }

  @Override
  public Layer convolution(Layer.Convolution layer) {
    return new Layer.Convolution(
        layer.name(),
        input(),
        output,
        layer.inputChannels(),
        layer.outputChannels(),
        layer.window(),
        layer.groups(),
        layer.hasBias());
  }

  @Override
  public Layer transposedConvolution(Layer.TransposedConvolution layer) {
    return new Layer.TransposedConvolution(
        layer.name(),
        input(),
        output,
        layer.inputChannels(),
        layer.outputChannels(),
        layer.window(),
        layer.groups(),
        layer.hasBias());
  }

  @Override
  public Layer fullyConnected(Layer.FullyConnected layer) {
    return new Layer.FullyConnected(
        layer.name(),
        input(),
        output,
        layer.inputFeatures(),
        layer.outputFeatures(),
        layer.hasBias());
  }

  @Override
  public Layer batchNormalization(Layer.BatchNormalization layer) {
    return new Layer.BatchNormalization(
        layer.name(), input(), output, layer.channels(), layer.epsilon());
  }

  @Override
  public Layer activation(Layer.Activation layer) {
    return new Layer.Activation(
        layer.name(), input(), output, layer.function(), layer.alpha(), layer.beta());
  }

  @Override
  public Layer parametricRelu(Layer.ParametricRelu layer) {
    return new Layer.ParametricRelu(layer.name(), input(), output, layer.slopeShape());
  }

  @Override
  public Layer resize(Layer.Resize layer) {
    return new Layer.Resize(layer.name(), input(), output, layer.resampling());
  }

  @Override
  public Layer pooling(Layer.Pooling layer) {
    return new Layer.Pooling(
        layer.name(),
        input(),
        output,
        layer.reduction(),
        layer.window(),
        layer.ceilMode(),
        layer.countIncludePad(),
        layer.global());
  }

  @Override
  public Layer add(Layer.Add layer) {
    return new Layer.Add(layer.name(), inputs, output);
  }

  @Override
  public Layer multiply(Layer.Multiply layer) {
    return new Layer.Multiply(layer.name(), inputs, output);
  }

  @Override
  public Layer concat(Layer.Concat layer) {
    return new Layer.Concat(layer.name(), inputs, output, layer.axis());
  }

  @Override
  public Layer constantArithmetic(Layer.ConstantArithmetic layer) {
    return new Layer.ConstantArithmetic(
        layer.name(), input(), output, layer.operation(), layer.constantShape());
  }

  @Override
  public Layer slice(Layer.Slice layer) {
    return new Layer.Slice(
        layer.name(), input(), output, layer.starts(), layer.ends(), layer.steps());
  }

  @Override
  public Layer pad(Layer.Pad layer) {
    return new Layer.Pad(
        layer.name(), input(), output, layer.before(), layer.after(), layer.value());
  }

  @Override
  public Layer reshape(Layer.Reshape layer) {
    return new Layer.Reshape(layer.name(), input(), output, layer.shape());
  }

  @Override
  public Layer transpose(Layer.Transpose layer) {
    return new Layer.Transpose(layer.name(), input(), output, layer.permutation());
  }

  @Override
  public Layer softmax(Layer.Softmax layer) {
    return new Layer.Softmax(
        layer.name(), input(), output, layer.axis(), layer.flattened(), layer.logarithm());
  }

  @Override
  public Layer localResponseNormalization(Layer.LocalResponseNormalization layer) {
    return new Layer.LocalResponseNormalization(
        layer.name(), input(), output, layer.size(), layer.alpha(), layer.beta(), layer.bias());
  }

  @Override
  public Layer unsupported(Layer.Unsupported layer) {
    return new Layer.Unsupported(
        layer.name(),
        inputs,
        output,
        layer.domain(),
        layer.operator(),
        layer.reason(),
        layer.macs(),
        layer.params());
  }
}
