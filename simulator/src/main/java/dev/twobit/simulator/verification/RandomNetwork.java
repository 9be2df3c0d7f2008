package dev.twobit.simulator.verification;

import dev.twobit.network.Extent;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Padding;
import dev.twobit.network.Parameters;
import dev.twobit.network.Resampling;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Small networks without weights of what stands between convolutions: movements of data in chains
 * and by themselves, operands of unequal shape, poolings, tensors with several readers.
 */
public final class RandomNetwork {
  private static final int[] CHANNELS = {1, 2, 3, 4, 6, 8, 12, 16, 20, 32, 48, 64};

  private final Random random;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorShape> shapes = new LinkedHashMap<>();
  private final List<String> planes = new ArrayList<>();

  private RandomNetwork(Random random) {
    this.random = random;
  }

  /** The network that a seed stands for. */
  public static Network of(long seed) {
    // First draws from neighbouring seeds are alike; this tells them apart.
    return new RandomNetwork(new Random(seed * 0x9E3779B97F4A7C15L)).draw("random" + seed);
  }

  private Network draw(String name) {
    int channels = 1 + random.nextInt(4);
    int height = 2 + random.nextInt(7);
    int width = 2 + random.nextInt(7);
    boolean last = random.nextInt(4) == 0;
    shapes.put(
        "image",
        last
            ? TensorShape.of(1, height, width, channels)
            : TensorShape.of(1, channels, height, width));
    String image = last ? transpose("image", List.of(0, 3, 1, 2)) : "image";
    planes.add(convolution(image));
    for (int i = 3 + random.nextInt(7); i > 0; i--) {
      planes.addAll(block(pick(planes)));
    }
    classifier(planes.get(planes.size() - 1));
    return new Network(
        name,
        List.of("image"),
        shapes.keySet().stream().filter(t -> layers.stream().noneMatch(l -> reads(l, t))).toList(),
        layers,
        shapes,
        Parameters.empty(),
        false);
  }

  private static boolean reads(Layer layer, String tensor) {
    return layer.inputs().contains(tensor);
  }

  /** Tensors (1,C,H,W) that come of one. */
  private List<String> block(String x) {
    TensorShape s = shape(x);
    return switch (random.nextInt(16)) {
      case 0, 1 -> List.of(convolution(x));
      case 2 -> List.of(relu(x));
      case 3 -> List.of(add(x));
      case 4 -> List.of(gated(x));
      case 5 -> split(x);
      case 6 -> List.of(concat(x));
      case 7 -> List.of(slice(x));
      case 8 -> List.of(pad(x));
      case 9 -> List.of(s.channels() % 2 == 0 ? shuffle(x) : reversed(x));
      case 10 -> List.of(s.channels() % 4 == 0 ? depthToSpace(x) : reversed(x));
      case 11 -> List.of(normalizedLast(x));
      case 12 -> List.of(pool(x));
      case 13 -> List.of(bent(x));
      case 14 -> List.of(bent(convolution(x)));
      default -> List.of(resize(x));
    };
  }

  private String convolution(String x) {
    TensorShape s = shape(x);
    int kernel = random.nextBoolean() ? 1 : 3;
    int out = CHANNELS[random.nextInt(CHANNELS.length)];
    Window window = Window.square(kernel, 1, kernel / 2);
    return put(
        n -> new Layer.Convolution(n, x, n, s.channels(), out, window, 1, false),
        s.withChannels(out));
  }

  private String relu(String x) {
    return put(n -> Layer.Activation.relu(n, x, n), shape(x));
  }

  /** A function that bends, by itself or added to or multiplied with what it is of. */
  private String bent(String x) {
    Layer.Function[] functions = Layer.Function.values();
    Layer.Function function = functions[random.nextInt(functions.length)];
    double alpha = random.nextBoolean() ? 0.25 : -0.5;
    String y = put(n -> new Layer.Activation(n, x, n, function, alpha, 0.75), shape(x));
    return random.nextInt(3) == 0 ? y : combined(List.of(x, y), random.nextBoolean(), shape(x));
  }

  private String add(String x) {
    TensorShape s = shape(x);
    List<String> alike = planes.stream().filter(t -> shape(t).equals(s)).toList();
    String other = random.nextInt(3) == 0 ? gate(x) : pick(alike);
    return combined(List.of(x, other), false, s);
  }

  private String gated(String x) {
    return combined(List.of(x, gate(x)), true, shape(x));
  }

  private String combined(List<String> operands, boolean product, TensorShape out) {
    List<String> inputs = new ArrayList<>(operands);
    if (random.nextBoolean()) {
      Collections.reverse(inputs);
    }
    return product
        ? put(n -> new Layer.Multiply(n, inputs, n), out)
        : put(n -> new Layer.Add(n, inputs, n), out);
  }

  /** Something that is broadcast to a tensor: by channel, or by position. */
  private String gate(String x) {
    TensorShape s = shape(x);
    if (random.nextInt(3) == 0) {
      Window point = Window.square(1, 1, 0);
      return put(
          n -> new Layer.Convolution(n, x, n, s.channels(), 1, point, 1, false), s.withChannels(1));
    }
    String pooled = average(x);
    Window point = Window.square(1, 1, 0);
    int channels = s.channels();
    return put(
        n -> new Layer.Convolution(n, pooled, n, channels, channels, point, 1, false),
        shape(pooled));
  }

  private List<String> split(String x) {
    int axis = 1 + random.nextInt(3);
    int extent = shape(x).dim(axis);
    if (extent < 2) {
      return List.of(relu(x));
    }
    int first = random.nextBoolean() ? extent / 2 : 1 + random.nextInt(extent - 1);
    return List.of(part(x, axis, 0, first, 1), part(x, axis, first, extent, 1));
  }

  private String slice(String x) {
    int axis = 1 + random.nextInt(3);
    int extent = shape(x).dim(axis);
    int start = random.nextInt(extent);
    return part(x, axis, start, extent, 1 + random.nextInt(2));
  }

  private String part(String x, int axis, int start, int end, int step) {
    TensorShape s = shape(x);
    List<Integer> starts = new ArrayList<>(Collections.nCopies(4, 0));
    List<Integer> ends = new ArrayList<>(s.dims());
    List<Integer> steps = new ArrayList<>(Collections.nCopies(4, 1));
    starts.set(axis, start);
    ends.set(axis, end);
    steps.set(axis, step);
    return put(
        n -> new Layer.Slice(n, x, n, starts, ends, steps),
        with(s, axis, (end - start + step - 1) / step));
  }

  private String concat(String x) {
    int axis = 1 + random.nextInt(3);
    TensorShape s = shape(x);
    List<String> others =
        planes.stream().filter(t -> with(shape(t), axis, s.dim(axis)).equals(s)).toList();
    List<String> inputs = new ArrayList<>(List.of(x));
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      inputs.add(random.nextInt(inputs.size() + 1), pick(others));
    }
    int sum = inputs.stream().mapToInt(t -> shape(t).dim(axis)).sum();
    return sum > 96 ? relu(x) : put(n -> new Layer.Concat(n, inputs, n, axis), with(s, axis, sum));
  }

  private String pad(String x) {
    TensorShape s = shape(x);
    List<Integer> before = List.of(0, random.nextInt(2) * random.nextInt(5), 1, random.nextInt(2));
    List<Integer> after = List.of(0, 0, random.nextInt(2), 1);
    TensorShape out = s;
    for (int axis = 1; axis < 4; axis++) {
      out = with(out, axis, out.dim(axis) + before.get(axis) + after.get(axis));
    }
    return put(n -> new Layer.Pad(n, x, n, before, after, 0), out);
  }

  private String shuffle(String x) {
    TensorShape s = shape(x);
    int half = s.channels() / 2;
    String apart =
        random.nextBoolean()
            ? reshape(x, TensorShape.of(1, 2, half, s.height(), s.width()))
            : reshape(x, TensorShape.of(1, 2, half, s.height() * s.width()));
    List<Integer> order = shape(apart).rank() == 5 ? List.of(0, 2, 1, 3, 4) : List.of(0, 2, 1, 3);
    return reshape(transpose(apart, order), s);
  }

  private String depthToSpace(String x) {
    TensorShape s = shape(x);
    if (s.height() > 12 || s.width() > 12) {
      return relu(x);
    }
    int c = s.channels() / 4;
    String apart = reshape(x, TensorShape.of(1, 2, 2, c, s.height(), s.width()));
    String turned = transpose(apart, List.of(0, 3, 4, 1, 5, 2));
    return reshape(turned, TensorShape.of(1, c, 2 * s.height(), 2 * s.width()));
  }

  /** Height for width, perhaps turned back. */
  private String reversed(String x) {
    String turned = transpose(x, List.of(0, 1, 3, 2));
    return random.nextBoolean() ? turned : transpose(turned, List.of(0, 1, 3, 2));
  }

  /** Channels last, something done with them, and back. */
  private String normalizedLast(String x) {
    TensorShape s = shape(x);
    String turned = transpose(x, List.of(0, 2, 3, 1));
    int channels = s.channels();
    String inside =
        random.nextBoolean()
            ? put(n -> new Layer.Softmax(n, turned, n, 3, false, false), shape(turned))
            : put(
                n -> new Layer.FullyConnected(n, turned, n, channels, channels, false),
                shape(turned));
    return transpose(inside, List.of(0, 3, 1, 2));
  }

  private String pool(String x) {
    TensorShape s = shape(x);
    if (s.height() < 2 || s.width() < 2) {
      return relu(x);
    }
    Window w =
        new Window(
            new Extent(2, 2),
            new Extent(1 + random.nextInt(2), 1 + random.nextInt(2)),
            Extent.square(1),
            Padding.all(0));
    Layer.Reduction reduction =
        random.nextBoolean() ? Layer.Reduction.MAX : Layer.Reduction.AVERAGE;
    return put(
        n -> new Layer.Pooling(n, x, n, reduction, w, false, false, false),
        TensorShape.of(1, s.channels(), w.outputHeight(s.height()), w.outputWidth(s.width())));
  }

  private String average(String x) {
    TensorShape s = shape(x);
    Window w =
        new Window(
            new Extent(s.height(), s.width()), Extent.square(1), Extent.square(1), Padding.all(0));
    return put(
        n -> new Layer.Pooling(n, x, n, Layer.Reduction.AVERAGE, w, false, false, true),
        TensorShape.of(1, s.channels(), 1, 1));
  }

  private String resize(String x) {
    TensorShape s = shape(x);
    if (s.height() > 12 || s.width() > 12) {
      return relu(x);
    }
    Resampling twice =
        new Resampling(
            random.nextBoolean() ? Resampling.Mode.NEAREST : Resampling.Mode.LINEAR,
            Resampling.Coordinates.ASYMMETRIC,
            Resampling.Rounding.FLOOR,
            2,
            2,
            false);
    return put(
        n -> new Layer.Resize(n, x, n, twice),
        TensorShape.of(1, s.channels(), 2 * s.height(), 2 * s.width()));
  }

  /** The whole plane, or its average, as features. */
  private void classifier(String x) {
    String features = shape(x).elementCount() < 600 && random.nextBoolean() ? x : average(x);
    int count = Math.toIntExact(shape(features).elementCount());
    String flat = reshape(features, TensorShape.of(1, count));
    put(n -> new Layer.FullyConnected(n, flat, n, count, 10, false), TensorShape.of(1, 10));
  }

  private String reshape(String x, TensorShape shape) {
    return put(n -> new Layer.Reshape(n, x, n, shape), shape);
  }

  private String transpose(String x, List<Integer> order) {
    TensorShape s = shape(x);
    return put(
        n -> new Layer.Transpose(n, x, n, order),
        new TensorShape(order.stream().map(axis -> s.dim(axis)).toList()));
  }

  private static TensorShape with(TensorShape shape, int axis, int extent) {
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(axis, extent);
    return new TensorShape(dims);
  }

  private String pick(List<String> tensors) {
    return tensors.get(random.nextInt(tensors.size()));
  }

  private TensorShape shape(String tensor) {
    TensorShape shape = shapes.get(tensor);
    if (shape == null) {
      throw new IllegalArgumentException("no tensor " + tensor);
    }
    return shape;
  }

  private String put(Function<String, Layer> layer, TensorShape shape) {
    String name = "t" + layers.size();
    layers.add(layer.apply(name));
    shapes.put(name, shape);
    return name;
  }
}
