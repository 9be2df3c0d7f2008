package dev.twobit.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Builds a network layer after layer; every method returns the tensor it writes, named after its
 * layer. Convolutions get He's normal initialization (fan-out), batch normalizations are neutral.
 */
final class NetworkBuilder {
  /** Epsilon of batch normalization, in single precision as ONNX stores it. */
  private static final double EPSILON = 1e-5f;

  private final RandomGenerator random;
  private final boolean weighted;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorShape> shapes = new HashMap<>();
  private final Map<String, WeightTensor> parameters = new HashMap<>();
  private final String input;

  /**
   * @param weighted whether layers get weights; without them the network has shapes only
   */
  NetworkBuilder(String input, TensorShape shape, RandomGenerator random, boolean weighted) {
    this.input = input;
    this.random = random;
    this.weighted = weighted;
    shapes.put(input, shape);
  }

  Network build(String name, String output) {
    return new Network(
        name, List.of(input), List.of(output), layers, shapes, Parameters.of(parameters), true);
  }

  /** Square kernel, "same" padding for odd kernels, no bias. */
  String convolution(String name, String in, int channels, int kernel, int stride) {
    Window window = Window.square(kernel, stride, kernel / 2);
    int inputs = shape(in).channels();
    return convolution(new Layer.Convolution(name, in, name, inputs, channels, window, 1, false));
  }

  /** 3x3, "same" padding, one kernel a channel, no bias. */
  String depthwiseConvolution(String name, String in, int stride) {
    Window window = Window.square(3, stride, 1);
    int channels = shape(in).channels();
    return convolution(
        new Layer.Convolution(name, in, name, channels, channels, window, channels, false));
  }

  /** Square kernel with a bias of zeros. */
  String biasedConvolution(String name, String in, int channels, int kernel, int stride, int pad) {
    Window window = Window.square(kernel, stride, pad);
    int inputs = shape(in).channels();
    return convolution(new Layer.Convolution(name, in, name, inputs, channels, window, 1, true));
  }

  private String convolution(Layer.Convolution layer) {
    Window window = layer.window();
    TensorShape shape = shape(layer.input());
    parameter(layer.name() + ".weight", () -> normal(layer));
    if (layer.hasBias()) {
      parameter(layer.name() + ".bias", () -> filled(layer.outputChannels(), 0));
    }
    return add(
        layer,
        TensorShape.of(
            1,
            layer.outputChannels(),
            window.outputHeight(shape.height()),
            window.outputWidth(shape.width())));
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
    parameter(name + ".scale", () -> filled(channels, 1));
    parameter(name + ".shift", () -> filled(channels, 0));
    parameter(name + ".mean", () -> filled(channels, 0));
    parameter(name + ".variance", () -> filled(channels, 1));
    return add(new Layer.BatchNormalization(name, in, name, channels, EPSILON), shape(in));
  }

  private static WeightTensor filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return WeightTensor.vector(values);
  }

  private void parameter(String key, Supplier<WeightTensor> values) {
    if (weighted) {
      parameters.put(key, values.get());
    }
  }

  /** Clipped at 6, as MobileNets have it. */
  String relu6(String name, String in) {
    return add(
        new Layer.Activation(name, in, name, Layer.Activation.Function.CLIP, 0, 6), shape(in));
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

  /** Padded at the end only, so that no element is left out: the extent is rounded up. */
  String maxPoolingRoundedUp(String name, String in, int kernel, int stride) {
    int more = kernel - stride;
    Window window =
        new Window(
            new Extent(kernel, kernel),
            new Extent(stride, stride),
            new Extent(1, 1),
            new Padding(0, 0, more, more));
    return pooling(name, in, Layer.Reduction.MAX, window);
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
    Window whole =
        new Window(
            new Extent(shape.height(), shape.width()),
            new Extent(1, 1),
            new Extent(1, 1),
            new Padding(0, 0, 0, 0));
    String pooled =
        add(
            new Layer.Pooling(name, in, name, Layer.Reduction.AVERAGE, whole, false, false, true),
            TensorShape.of(1, shape.channels(), 1, 1));
    return flattened(name + ".flatten", pooled);
  }

  /** All elements in one row. */
  String flattened(String name, String in) {
    TensorShape flat = TensorShape.of(1, (int) shape(in).elementCount());
    return add(new Layer.Reshape(name, in, name, flat), flat);
  }

  /** One behind the other, along channels. */
  String concatenation(String name, List<String> inputs) {
    TensorShape first = shape(inputs.get(0));
    int channels = inputs.stream().mapToInt(this::channels).sum();
    return add(
        new Layer.Concat(name, inputs, name, 1),
        TensorShape.of(1, channels, first.height(), first.width()));
  }

  /** Weights and bias uniform within 1/sqrt(inputs). */
  String fullyConnected(String name, String in, int outputs) {
    int inputs = shape(in).channels();
    parameter(
        name + ".weight",
        () -> new WeightTensor(TensorShape.of(outputs, inputs), uniform(outputs * inputs, inputs)));
    parameter(name + ".bias", () -> WeightTensor.vector(uniform(outputs, inputs)));
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
    if (output.dims().stream().anyMatch(extent -> extent < 1)) {
      throw new InvalidInputException(
          "layer '"
              + layer.name()
              + "': found an input of "
              + shape(layer.inputs().get(0)).dims()
              + ", too small for its window; expected a larger image");
    }
    layers.add(layer);
    shapes.put(layer.output(), output);
    return layer.output();
  }
}
