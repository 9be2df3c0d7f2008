package dev.twobit.search;

import dev.twobit.network.Extent;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Padding;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small networks layer after layer; each method returns the tensor it writes. */
public final class NetworkSketch {
  private static final int CLASSES = 5;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorShape> shapes = new HashMap<>();

  private NetworkSketch(int pixels) {
    shapes.put("image", TensorShape.of(1, 2, pixels, pixels));
  }

  /** Two inverted residual blocks, one with an Add, and a strided one. */
  public static Network mobile() {
    NetworkSketch s = new NetworkSketch(10);
    String x = s.relu(s.normal(s.convolution("stem", "image", 8, 3, 1, 1)));
    x = s.inverted("a", x, 16, 8, 1);
    x = s.inverted("b", x, 20, 12, 2);
    x = s.inverted("c", x, 24, 12, 1);
    return s.classified("mobile", x);
  }

  /** Three branches joined, a depthwise convolution over all, joined again with what was before. */
  public static Network joining() {
    NetworkSketch s = new NetworkSketch(8);
    String x = s.relu(s.normal(s.convolution("stem", "image", 8, 3, 1, 1)));
    String one = s.relu(s.normal(s.convolution("one", x, 6, 1, 1, 1)));
    String three = s.relu(s.normal(s.convolution("three", x, 10, 3, 1, 1)));
    String joined = s.concat("join", List.of(one, three));
    String deep = s.relu(s.normal(s.convolution("deep", joined, 16, 3, 1, 16)));
    String mixed = s.relu(s.normal(s.convolution("mixed", deep, 10, 1, 1, 1)));
    String all = s.concat("all", List.of(joined, mixed));
    String before = s.relu(s.normal(all));
    return s.classified("joining", s.relu(s.normal(s.convolution("last", before, 12, 3, 1, 1))));
  }

  /** A residual block whose main branch is squeezed and excited. */
  public static Network excited() {
    NetworkSketch s = new NetworkSketch(8);
    String x = s.relu(s.normal(s.convolution("stem", "image", 10, 3, 1, 1)));
    String main = s.normal(s.convolution("main", x, 10, 3, 1, 1));
    String squeezed = s.relu(s.biased("squeeze", s.pooled("mean", main), 4));
    String gate = s.activation("gate", s.biased("excite", squeezed, 10), Layer.Function.SIGMOID);
    String gated = s.multiply("gated", main, gate);
    String sum = s.relu(s.add("sum", gated, x));
    return s.classified("excited", s.relu(s.normal(s.convolution("last", sum, 12, 3, 1, 1))));
  }

  /** The same with fully connected layers for the gate, as some exporters write it. */
  public static Network excitedInRows() {
    NetworkSketch s = new NetworkSketch(8);
    String x = s.relu(s.normal(s.convolution("stem", "image", 10, 3, 1, 1)));
    String main = s.relu(s.normal(s.convolution("main", x, 10, 3, 1, 1)));
    String squeezed = s.relu(s.connected("squeeze", s.flattened(s.pooled("mean", main), 10), 4));
    String gate = s.activation("gate", s.connected("excite", squeezed, 10), Layer.Function.SIGMOID);
    TensorShape point = TensorShape.of(1, 10, 1, 1);
    String plane = s.put(new Layer.Reshape("plane", gate, "plane", point), point);
    String gated = s.multiply("gated", main, plane);
    String last = s.relu(s.normal(s.convolution("last", gated, 12, 3, 1, 1)));
    return s.ended("excited-in-rows", s.flattened("ending", s.pooled("pool", last), 12));
  }

  /** No batch normalization; the classifier reads flattened planes. */
  public static Network plain() {
    NetworkSketch s = new NetworkSketch(8);
    String x = s.relu(s.biasedPlane("one", "image", 8));
    x = s.relu(s.biasedPlane("two", x, 12));
    x = s.relu(s.biasedPlane("three", x, 10));
    return s.ended("plain", s.flattened(x, 640));
  }

  /** A convolution in groups between two that are not. */
  public static Network grouped() {
    NetworkSketch s = new NetworkSketch(8);
    String x = s.relu(s.normal(s.convolution("stem", "image", 8, 3, 1, 1)));
    x = s.relu(s.normal(s.convolution("reduce", x, 20, 1, 1, 1)));
    x = s.relu(s.normal(s.convolution("groups", x, 20, 3, 1, 2)));
    return s.classified("grouped", s.relu(s.normal(s.convolution("last", x, 12, 1, 1, 1))));
  }

  /**
   * Local response normalization, a constant for each channel, a shuffle of two groups and channels
   * of padding, with a convolution before and behind each.
   */
  public static Network moving() {
    NetworkSketch s = new NetworkSketch(8);
    String x = s.relu(s.normal(s.convolution("stem", "image", 8, 3, 1, 1)));
    TensorShape plane = s.shape(x);
    x = s.put(new Layer.LocalResponseNormalization("lrn", x, "lrn", 3, 0.3, 0.75, 1), plane);
    x =
        s.put(
            new Layer.ConstantArithmetic(
                "scaled",
                x,
                "scaled",
                Layer.ConstantOperation.MULTIPLY,
                TensorShape.of(1, 8, 1, 1)),
            plane);
    x = s.relu(s.normal(s.convolution("middle", x, 20, 3, 1, 1)));
    TensorShape wide = s.shape(x);
    TensorShape split = TensorShape.of(1, 2, 10, 8, 8);
    TensorShape turned = TensorShape.of(1, 10, 2, 8, 8);
    x = s.put(new Layer.Reshape("split", x, "split", split), split);
    x = s.put(new Layer.Transpose("turn", x, "turn", List.of(0, 2, 1, 3, 4)), turned);
    x = s.put(new Layer.Reshape("joined", x, "joined", wide), wide);
    x = s.relu(s.normal(s.convolution("behind", x, 12, 1, 1, 1)));
    x =
        s.put(
            new Layer.Pad("pad", x, "pad", List.of(0, 2, 0, 0), List.of(0, 3, 0, 0), 0),
            s.shape(x).withChannels(17));
    x = s.relu(s.normal(s.convolution("last", x, 10, 3, 1, 1)));
    float[] factors = new float[8];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = 0.5f + i / 4f;
    }
    return s.classified("moving", x)
        .withParameters(
            Parameters.of(
                Map.of("scaled.constant", new WeightTensor(TensorShape.of(1, 8, 1, 1), factors))));
  }

  /**
   * Two blocks, the second of half the pixels and twice the channels: its identity is every other
   * pixel with channels of zeros on both sides (option A of ResNets for CIFAR-10).
   */
  public static Network optionA() {
    return optionA(1);
  }

  /**
   * The same with several blocks before the one that halves.
   *
   * @param blocks at least 1
   */
  public static Network optionA(int blocks) {
    NetworkSketch s = new NetworkSketch(8);
    String x = s.relu(s.normal(s.convolution("stem", "image", 8, 3, 1, 1)));
    for (int i = 0; i < blocks; i++) {
      String inner = s.relu(s.normal(s.convolution("inner" + i, x, 8, 3, 1, 1)));
      String outer = s.normal(s.convolution("outer" + i, inner, 8, 3, 1, 1));
      x = s.relu(s.add("sum" + i, outer, x));
    }
    String main = s.relu(s.normal(s.convolution("a2", x, 16, 3, 2, 1)));
    main = s.normal(s.convolution("b2", main, 16, 3, 1, 1));
    String half =
        s.put(
            new Layer.Slice(
                "half", x, "half", List.of(0, 0, 0, 0), List.of(1, 8, 8, 8), List.of(1, 1, 2, 2)),
            TensorShape.of(1, 8, 4, 4));
    String zeros =
        s.put(
            new Layer.Pad("zeros", half, "zeros", List.of(0, 4, 0, 0), List.of(0, 4, 0, 0), 0),
            TensorShape.of(1, 16, 4, 4));
    return s.classified("option-a", s.relu(s.add("halved", main, zeros)));
  }

  /** A probability for each class, as some exporters end a classifier, in another shape. */
  public static Network probabilities() {
    NetworkSketch s = new NetworkSketch(8);
    String x = s.relu(s.normal(s.convolution("stem", "image", 8, 3, 1, 1)));
    x = s.relu(s.normal(s.convolution("last", x, 12, 3, 1, 1)));
    Network logits = s.classified("probabilities", x);
    TensorShape classes = TensorShape.of(1, CLASSES);
    s.put(new Layer.Softmax("softmax", "logits", "softmax", 1, false, true), classes);
    s.put(new Layer.Reshape("shaped", "softmax", "shaped", classes), classes);
    return new Network(
        logits.name(),
        logits.inputs(),
        List.of("shaped"),
        s.layers,
        s.shapes,
        Parameters.empty(),
        true);
  }

  public static List<Network> all() {
    return List.of(mobile(), joining(), excited(), plain(), grouped(), optionA());
  }

  private String inverted(String name, String in, int wide, int out, int stride) {
    String x = clipped(normal(convolution(name + ".expand", in, wide, 1, 1, 1)));
    x = clipped(normal(convolution(name + ".depthwise", x, wide, 3, stride, wide)));
    x = normal(convolution(name + ".project", x, out, 1, 1, 1));
    boolean same = shape(in).equals(shape(x));
    return same ? add(name + ".add", in, x) : x;
  }

  private TensorShape shape(String tensor) {
    TensorShape shape = shapes.get(tensor);
    if (shape == null) {
      throw new IllegalArgumentException("no tensor " + tensor);
    }
    return shape;
  }

  private String put(Layer layer, TensorShape shape) {
    layers.add(layer);
    shapes.put(layer.output(), shape);
    return layer.output();
  }

  private String convolution(String name, String in, int out, int kernel, int stride, int groups) {
    return convolution(name, in, out, kernel, stride, groups, false);
  }

  private String convolution(
      String name, String in, int out, int kernel, int stride, int groups, boolean bias) {
    TensorShape s = shape(in);
    Window window = Window.square(kernel, stride, kernel / 2);
    return put(
        new Layer.Convolution(name, in, name, s.channels(), out, window, groups, bias),
        TensorShape.of(1, out, window.outputHeight(s.height()), window.outputWidth(s.width())));
  }

  private String biasedPlane(String name, String in, int out) {
    return convolution(name, in, out, 3, 1, 1, true);
  }

  private String biased(String name, String in, int out) {
    return convolution(name, in, out, 1, 1, 1, true);
  }

  private String normal(String in) {
    String name = in + ".bn";
    return put(new Layer.BatchNormalization(name, in, name, shape(in).channels(), 1e-5), shape(in));
  }

  private String relu(String in) {
    return activation(in + ".relu", in, Layer.Function.RELU);
  }

  private String clipped(String in) {
    String name = in + ".clip";
    return put(new Layer.Activation(name, in, name, Layer.Function.CLIP, 0, 6), shape(in));
  }

  private String activation(String name, String in, Layer.Function function) {
    return put(new Layer.Activation(name, in, name, function, 0, 0), shape(in));
  }

  private String add(String name, String a, String b) {
    return put(new Layer.Add(name, List.of(a, b), name), shape(a));
  }

  private String multiply(String name, String a, String b) {
    return put(new Layer.Multiply(name, List.of(a, b), name), shape(a));
  }

  private String concat(String name, List<String> parts) {
    int channels = parts.stream().mapToInt(p -> shape(p).channels()).sum();
    return put(new Layer.Concat(name, parts, name, 1), shape(parts.get(0)).withChannels(channels));
  }

  private String pooled(String name, String in) {
    TensorShape s = shape(in);
    Window whole =
        new Window(
            new Extent(s.height(), s.width()),
            new Extent(1, 1),
            new Extent(1, 1),
            new Padding(0, 0, 0, 0));
    return put(
        new Layer.Pooling(name, in, name, Layer.Reduction.AVERAGE, whole, false, false, true),
        TensorShape.of(1, s.channels(), 1, 1));
  }

  private String flattened(String in, int features) {
    return flattened("flat", in, features);
  }

  private String flattened(String name, String in, int features) {
    TensorShape flat = TensorShape.of(1, features);
    return put(new Layer.Reshape(name, in, name, flat), flat);
  }

  private String connected(String name, String in, int out) {
    return put(
        new Layer.FullyConnected(name, in, name, shape(in).channels(), out, true),
        TensorShape.of(1, out));
  }

  private Network classified(String name, String in) {
    return ended(name, flattened(pooled("pool", in), shape(in).channels()));
  }

  private Network ended(String name, String in) {
    int features = shape(in).channels();
    String out =
        put(
            new Layer.FullyConnected("fc", in, "logits", features, CLASSES, true),
            TensorShape.of(1, CLASSES));
    return new Network(
        name, List.of("image"), List.of(out), layers, shapes, Parameters.empty(), true);
  }
}
