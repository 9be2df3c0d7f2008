package dev.twobit.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Builds small networks; every method returns the tensor it writes, named after its layer. */
final class Sketch {
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorShape> shapes = new HashMap<>();

  /** Targets of reshapes with one -1, by layer. */
  private final Map<String, List<Integer>> templates = new HashMap<>();

  Sketch(int... image) {
    shapes.put("x", TensorShape.of(image));
  }

  String add(Layer layer) {
    layers.add(layer);
    shapes.put(
        layer.output(),
        ShapeJudge.output(layer, layer.inputs().stream().map(shapes::get).toList()));
    return layer.output();
  }

  TensorShape shape(String tensor) {
    return Objects.requireNonNull(shapes.get(tensor), tensor);
  }

  int channels(String tensor) {
    return shape(tensor).channels();
  }

  String conv(String name, String in, int channels, int kernel, int stride, int groups) {
    Window window = Window.square(kernel, stride, kernel / 2);
    return add(
        new Layer.Convolution(
            name, in, name, channels(in), channels, window, groups, channels % 3 == 0));
  }

  String conv(String name, String in, int channels) {
    return conv(name, in, channels, 3, 1, 1);
  }

  /** Convolution, batch normalization, activation. */
  String unit(String name, String in, int channels) {
    return relu(name + ".relu", bn(name + ".bn", conv(name, in, channels)));
  }

  String depthwise(String name, String in, int multiplier) {
    return conv(name, in, multiplier * channels(in), 3, 1, channels(in));
  }

  String bn(String name, String in) {
    return add(new Layer.BatchNormalization(name, in, name, channels(in), 1e-5));
  }

  String relu(String name, String in) {
    return add(Layer.Activation.relu(name, in, name));
  }

  String sigmoid(String name, String in) {
    return add(new Layer.Activation(name, in, name, Layer.Function.SIGMOID, 0, 0));
  }

  String sum(String name, String... in) {
    return add(new Layer.Add(name, List.of(in), name));
  }

  String product(String name, String... in) {
    return add(new Layer.Multiply(name, List.of(in), name));
  }

  String concat(String name, String... in) {
    return add(new Layer.Concat(name, List.of(in), name, 1));
  }

  String mean(String name, String in) {
    TensorShape s = shape(in);
    Window whole =
        new Window(
            new Extent(s.height(), s.width()),
            new Extent(1, 1),
            new Extent(1, 1),
            new Padding(0, 0, 0, 0));
    return add(
        new Layer.Pooling(name, in, name, Layer.Reduction.AVERAGE, whole, false, false, true));
  }

  String pool(String name, String in) {
    return add(
        new Layer.Pooling(
            name, in, name, Layer.Reduction.AVERAGE, Window.square(2, 2, 0), false, false, false));
  }

  String reshape(String name, String in, Integer... template) {
    templates.put(name, List.of(template));
    TensorShape shape = filled(List.of(template), shape(in));
    return add(new Layer.Reshape(name, in, name, shape));
  }

  static TensorShape filled(List<Integer> template, TensorShape in) {
    int known = template.stream().filter(d -> d > 0).reduce(1, (a, b) -> a * b);
    if (in.elementCount() % known != 0) {
      throw new ShapeJudge.Misfit("no whole extent in " + template);
    }
    int rest = (int) (in.elementCount() / known);
    return new TensorShape(template.stream().map(d -> d < 0 ? rest : d).toList());
  }

  String transpose(String name, String in, Integer... permutation) {
    return add(new Layer.Transpose(name, in, name, List.of(permutation)));
  }

  /** Channels {@code from} to {@code to}, every {@code step}th row and column. */
  String slice(String name, String in, int from, int to, int step) {
    TensorShape s = shape(in);
    return add(
        new Layer.Slice(
            name,
            in,
            name,
            List.of(0, from, 0, 0),
            List.of(1, to, s.height(), s.width()),
            List.of(1, 1, step, step)));
  }

  String pad(String name, String in, int channelsBefore, int channelsAfter) {
    return add(
        new Layer.Pad(
            name, in, name, List.of(0, channelsBefore, 0, 0), List.of(0, channelsAfter, 0, 0), 0));
  }

  /** The last two axes padded by one to each side, whatever the rank. */
  String framed(String name, String in) {
    List<Integer> frame = new ArrayList<>(Collections.nCopies(shape(in).rank(), 0));
    frame.set(frame.size() - 2, 1);
    frame.set(frame.size() - 1, 1);
    return add(new Layer.Pad(name, in, name, frame, frame, 0));
  }

  /** Without the last but one axis's last entry, if it has several, whatever the rank. */
  String withoutLastRow(String name, String in) {
    List<Integer> ends = new ArrayList<>(shape(in).dims());
    int rows = ends.size() - 2;
    ends.set(rows, Math.max(1, ends.get(rows) - 1));
    return add(
        new Layer.Slice(
            name,
            in,
            name,
            Collections.nCopies(ends.size(), 0),
            ends,
            Collections.nCopies(ends.size(), 1)));
  }

  String constant(String name, String in, Layer.ConstantOperation operation, int... shape) {
    return add(new Layer.ConstantArithmetic(name, in, name, operation, TensorShape.of(shape)));
  }

  String sloped(String name, String in) {
    return add(new Layer.ParametricRelu(name, in, name, TensorShape.of(channels(in), 1, 1)));
  }

  String twice(String name, String in, Resampling.Mode mode) {
    Resampling by =
        new Resampling(
            mode,
            Resampling.Coordinates.HALF_PIXEL,
            Resampling.Rounding.ROUND_PREFER_FLOOR,
            2,
            2,
            false);
    return add(new Layer.Resize(name, in, name, by));
  }

  String normalized(String name, String in) {
    return add(new Layer.LocalResponseNormalization(name, in, name, 3, 1e-4, 0.75, 1));
  }

  String connect(String name, String in, int features) {
    int inputs = shape(in).dim(-1);
    return add(new Layer.FullyConnected(name, in, name, inputs, features, true));
  }

  /** Mean over the plane and three classes. */
  String classes(String in) {
    return connect("fc", reshape("flat", mean("mean", in), 1, -1), 3);
  }

  Drawn drawn(String name, String output) {
    Network network =
        new Network(name, List.of("x"), List.of(output), layers, shapes, Parameters.empty(), false);
    return new Drawn(
        network.withParameters(weights(network, new Random(1))), Map.copyOf(templates));
  }

  /** A network and what its reshapes are meant to do. */
  record Drawn(Network network, Map<String, List<Integer>> templates) {
    @Override
    public String toString() {
      return network.name();
    }
  }

  /** Gaussian weights for every layer; constants that are there stay. */
  static Parameters weights(Network network, Random random) {
    Map<String, WeightTensor> all = new HashMap<>();
    for (Layer layer : network.layers()) {
      String n = layer.name();
      if (layer instanceof Layer.Convolution c) {
        all.put(n + ".weight", gaussian(c.weightShape(), random));
        all.put(n + ".bias", gaussian(TensorShape.of(c.outputChannels()), random));
      } else if (layer instanceof Layer.TransposedConvolution t) {
        Window w = t.window();
        all.put(
            n + ".weight",
            gaussian(
                TensorShape.of(
                    t.inputChannels(),
                    t.outputChannels() / t.groups(),
                    w.kernelHeight(),
                    w.kernelWidth()),
                random));
        all.put(n + ".bias", gaussian(TensorShape.of(t.outputChannels()), random));
      } else if (layer instanceof Layer.FullyConnected f) {
        all.put(
            n + ".weight", gaussian(TensorShape.of(f.outputFeatures(), f.inputFeatures()), random));
        all.put(n + ".bias", gaussian(TensorShape.of(f.outputFeatures()), random));
      } else if (layer instanceof Layer.BatchNormalization b) {
        for (String field : List.of(".scale", ".shift", ".mean")) {
          all.put(n + field, gaussian(TensorShape.of(b.channels()), random));
        }
        float[] ones = new float[b.channels()];
        java.util.Arrays.fill(ones, 1);
        all.put(n + ".variance", WeightTensor.vector(ones));
      } else if (layer instanceof Layer.ParametricRelu p) {
        all.put(
            n + ".slope",
            network
                .parameters()
                .find(n + ".slope")
                .orElseGet(() -> gaussian(p.slopeShape(), random)));
      } else if (layer instanceof Layer.ConstantArithmetic a) {
        all.put(
            n + ".constant",
            network
                .parameters()
                .find(n + ".constant")
                .orElseGet(() -> gaussian(a.constantShape(), random)));
      }
    }
    return Parameters.of(all);
  }

  private static WeightTensor gaussian(TensorShape shape, Random random) {
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new WeightTensor(shape, values);
  }
}
