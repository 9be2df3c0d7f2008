package dev.twobit.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Builds a network layer after layer; every method returns the tensor it writes, named after its
 * layer. Convolutions get He's normal initialization (fan-out), batch normalizations are neutral.
 */
final class NetworkBuilder {
  /** As ONNX stores it, in single precision. */
  private static final double EPSILON = 1e-5f;

  private final RandomGenerator random;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorShape> shapes = new HashMap<>();
  private final Map<String, WeightTensor> parameters = new HashMap<>();
  private final String input;

  NetworkBuilder(String input, TensorShape shape, RandomGenerator random) {
    this.input = input;
    this.random = random;
    shapes.put(input, shape);
  }

  Network build(String name, String output) {
    return new Network(
        name, List.of(input), List.of(output), layers, shapes, Parameters.of(parameters), true);
  }

  /** Square kernel, "same" padding for odd kernels, no bias. */
  String convolution(String name, String in, int channels, int kernel, int stride) {
    TensorShape shape = shape(in);
    Window window = Window.square(kernel, stride, kernel / 2);
    var layer = new Layer.Convolution(name, in, name, shape.channels(), channels, window, 1, false);
    parameters.put(name + ".weight", normal(layer));
    return add(
        layer,
        TensorShape.of(
            1, channels, window.outputHeight(shape.height()), window.outputWidth(shape.width())));
  }

  private WeightTensor normal(Layer.Convolution c) {
    TensorShape shape = c.weightShape();
    double fanOut =
        (double) c.outputChannels() * c.window().kernelHeight() * c.window().kernelWidth();
    double deviation = Math.sqrt(2 / fanOut);
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return new WeightTensor(shape, values);
  }

  String batchNormalization(String name, String in) {
    int channels = shape(in).channels();
    parameters.put(name + ".scale", filled(channels, 1));
    parameters.put(name + ".shift", filled(channels, 0));
    parameters.put(name + ".mean", filled(channels, 0));
    parameters.put(name + ".variance", filled(channels, 1));
    return add(new Layer.BatchNormalization(name, in, name, channels, EPSILON), shape(in));
  }

  private static WeightTensor filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return WeightTensor.vector(values);
  }

  String relu(String name, String in) {
    return add(Layer.Activation.relu(name, in, name), shape(in));
  }

  String sum(String name, String a, String b) {
    return add(new Layer.Add(name, List.of(a, b), name), shape(a));
  }

  String maxPooling(String name, String in, int kernel, int stride, int pad) {
    return pooling(name, in, Layer.Reduction.MAX, Window.square(kernel, stride, pad));
  }

  String averagePooling(String name, String in, int kernel) {
    return pooling(name, in, Layer.Reduction.AVERAGE, Window.square(kernel, kernel, 0));
  }

  private String pooling(String name, String in, Layer.Reduction reduction, Window window) {
    TensorShape shape = shape(in);
    return add(
        new Layer.Pooling(name, in, name, reduction, window, false, false, false),
        TensorShape.of(
            1,
            shape.channels(),
            window.outputHeight(shape.height()),
            window.outputWidth(shape.width())));
  }

  /** Mean over the plane, flattened. */
  String globalAverage(String name, String in) {
    TensorShape shape = shape(in);
    Window whole = new Window(shape.height(), shape.width(), 1, 1, 1, 1, 0, 0, 0, 0);
    String pooled =
        add(
            new Layer.Pooling(name, in, name, Layer.Reduction.AVERAGE, whole, false, false, true),
            TensorShape.of(1, shape.channels(), 1, 1));
    TensorShape flat = TensorShape.of(1, shape.channels());
    String flatName = name + ".flatten";
    return add(new Layer.Reshape(flatName, pooled, flatName, flat), flat);
  }

  /** Weights and bias uniform within 1/sqrt(inputs). */
  String fullyConnected(String name, String in, int outputs) {
    int inputs = shape(in).channels();
    parameters.put(
        name + ".weight",
        new WeightTensor(TensorShape.of(outputs, inputs), uniform(outputs * inputs, inputs)));
    parameters.put(name + ".bias", WeightTensor.vector(uniform(outputs, inputs)));
    return add(
        new Layer.FullyConnected(name, in, name, inputs, outputs, true),
        TensorShape.of(1, outputs));
  }

  private float[] uniform(int count, int inputs) {
    double bound = 1 / Math.sqrt(inputs);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  int channels(String tensor) {
    return shape(tensor).channels();
  }

  private TensorShape shape(String tensor) {
    TensorShape shape = shapes.get(tensor);
    if (shape == null) {
      throw new IllegalArgumentException("no tensor " + tensor);
    }
    return shape;
  }

  private String add(Layer layer, TensorShape output) {
    layers.add(layer);
    shapes.put(layer.output(), output);
    return layer.output();
  }
}
