package dev.twobit.simulator.verification;

import dev.twobit.network.Extent;
import dev.twobit.network.Layer;
import dev.twobit.network.Layer.ConstantOperation;
import dev.twobit.network.Network;
import dev.twobit.network.Padding;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A small network; what it computes is drawn apart from how it is written. */
final class SpelledNetwork {
  private static final FunctionSpelling[] FUNCTIONS = FunctionSpelling.values();
  private static final float LEAST = -Float.MAX_VALUE;

  private final Random random;
  private final Spelling spelling;
  private final SpelledGraph graph;
  private final int channels;
  private final boolean channelsLast;

  /**
   * @param random of what it computes
   * @param spelling of how it is written
   */
  SpelledNetwork(Random random, Spelling spelling) {
    this.random = random;
    this.spelling = spelling;
    this.channels = 1 + random.nextInt(4);
    int height = 6 + random.nextInt(7);
    int width = 6 + random.nextInt(7);
    this.channelsLast = spelling.flip();
    this.graph =
        new SpelledGraph(
            "image",
            channelsLast
                ? TensorShape.of(1, height, width, channels)
                : TensorShape.of(1, channels, height, width));
  }

  Network network(String name) {
    // What else than an array reads the normalized image has it written.
    String x = convolved(image(), 2 + random.nextInt(20), 1 + random.nextInt(2));
    x = function(x);
    int blocks = 1 + random.nextInt(3);
    for (int i = 0; i < blocks; i++) {
      x = random.nextInt(4) == 0 ? pooled(x) : block(x);
    }
    String row = graph.mean(x);
    int features = graph.shape(row).dim(1);
    return graph.network(name, graph.fullyConnected(row, weights(TensorShape.of(3, features))));
  }

  /** Normalized or not, with its channels first. */
  private String image() {
    boolean normalized = random.nextInt(4) > 0;
    float[] mean = floats(channels, -1, 1);
    float[] deviation = floats(channels, 0.5, 2);
    boolean before = channelsLast && spelling.flip();
    String x = "image";
    if (normalized && before) {
      x = normalized(x, mean, deviation, TensorShape.of(channels));
    }
    if (channelsLast) {
      x = graph.transposed(x, List.of(0, 3, 1, 2));
    }
    if (!normalized || before) {
      return x;
    }
    if (spelling.pick(3) == 0) {
      float[] variance = new float[channels];
      for (int i = 0; i < channels; i++) {
        variance[i] = deviation[i] * deviation[i];
      }
      float[] ones = new float[channels];
      Arrays.fill(ones, 1);
      return graph.normalized(x, ones, new float[channels], mean, variance);
    }
    return normalized(x, mean, deviation, TensorShape.of(channels, 1, 1));
  }

  private String normalized(String x, float[] mean, float[] deviation, TensorShape shape) {
    float[] scale = new float[channels];
    float[] shift = new float[channels];
    for (int i = 0; i < channels; i++) {
      scale[i] = 1 / deviation[i];
      shift[i] = -mean[i] / deviation[i];
    }
    return switch (spelling.pick(3)) {
      case 0 ->
          constant(
              constant(x, ConstantOperation.SUBTRACT, shape, mean),
              ConstantOperation.DIVIDE,
              shape,
              deviation);
      case 1 ->
          constant(
              constant(x, ConstantOperation.MULTIPLY, shape, scale),
              ConstantOperation.ADD,
              shape,
              shift);
      default -> {
        String negative =
            constant(
                constant(x, ConstantOperation.SUBTRACT_FROM, shape, mean),
                ConstantOperation.DIVIDE,
                shape,
                deviation);
        yield graph.arithmetic(negative, ConstantOperation.MULTIPLY, -1);
      }
    };
  }

  private String constant(
      String x, ConstantOperation operation, TensorShape shape, float[] values) {
    return graph.arithmetic(x, operation, new WeightTensor(shape, values));
  }

  /** A convolution and a function; perhaps what it read added, or what it wrote read again. */
  private String block(String in) {
    int kind = random.nextInt(4);
    int before = graph.shape(in).channels();
    int kernels = kind == 1 ? before : 2 + random.nextInt(20);
    String x = convolved(in, kernels, kind == 1 ? 1 : 1 + random.nextInt(2));
    if (random.nextBoolean()) {
      x = batchNormalized(x);
    }
    String y = function(x);
    if (kind == 1 && graph.shape(y).equals(graph.shape(in))) {
      return function(graph.sum(y, in));
    }
    if (kind == 2) {
      // The convolution's result is in memory for another reader, and so is the function's.
      String again = convolved(y, graph.shape(x).channels(), 1);
      return graph.shape(again).equals(graph.shape(x)) ? graph.sum(again, x) : again;
    }
    return y;
  }

  private String function(String x) {
    return FUNCTIONS[random.nextInt(FUNCTIONS.length)].write(graph, x, spelling);
  }

  private String batchNormalized(String x) {
    int width = graph.shape(x).channels();
    float[] scale = floats(width, 0.5, 1.5);
    float[] shift = floats(width, -0.5, 0.5);
    if (spelling.flip()) {
      TensorShape shape = TensorShape.of(1, width, 1, 1);
      String scaled = constant(x, ConstantOperation.MULTIPLY, shape, scale);
      return constant(scaled, ConstantOperation.ADD, shape, shift);
    }
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    return graph.normalized(x, scale, shift, new float[width], ones);
  }

  private String convolved(String in, int kernels, int stride) {
    TensorShape shape = graph.shape(in);
    int kernel = 1 + random.nextInt(Math.min(4, Math.min(shape.height(), shape.width())));
    boolean same = stride == 1 && kernel % 2 == 1;
    Padding padding =
        same
            ? Padding.all(kernel / 2)
            : new Padding(
                random.nextInt(kernel),
                random.nextInt(kernel),
                random.nextInt(kernel),
                random.nextInt(kernel));
    boolean depthwise = kernels == shape.channels() && random.nextInt(3) == 0;
    WeightTensor weights =
        weights(TensorShape.of(kernels, depthwise ? 1 : shape.channels(), kernel, kernel));
    Padding inside = inside(padding);
    return graph.convolution(
        outside(in, padding, inside, 0),
        window(kernel, stride, inside),
        depthwise ? kernels : 1,
        weights);
  }

  /**
   * A maximum of values that are never negative takes zeros for padding, an average counts them.
   */
  private String pooled(String in) {
    FunctionSpelling function = FUNCTIONS[random.nextInt(FUNCTIONS.length)];
    String x = batchNormalized(in);
    x = function.write(graph, x, spelling);
    TensorShape shape = graph.shape(x);
    int kernel = 1 + random.nextInt(Math.min(3, Math.min(shape.height(), shape.width())));
    int stride = 1 + random.nextInt(2);
    Padding padding =
        new Padding(
            random.nextInt(kernel),
            random.nextInt(kernel),
            random.nextInt(kernel),
            random.nextInt(kernel));
    if (random.nextBoolean()) {
      Padding inside = inside(padding);
      double value = function.neverNegative() && spelling.flip() ? 0 : LEAST;
      return graph.pooling(
          outside(x, padding, inside, value),
          Layer.Reduction.MAX,
          window(kernel, stride, inside),
          false);
    }
    Padding inside = spelling.flip() ? Padding.all(0) : padding;
    return graph.pooling(
        outside(x, padding, inside, 0),
        Layer.Reduction.AVERAGE,
        window(kernel, stride, inside),
        inside.equals(padding) || spelling.flip());
  }

  private static Window window(int kernel, int stride, Padding padding) {
    return new Window(
        new Extent(kernel, kernel), new Extent(stride, stride), new Extent(1, 1), padding);
  }

  /** What of the padding is the window's own: all, none or some. */
  private Padding inside(Padding all) {
    return switch (spelling.pick(3)) {
      case 0 -> all;
      case 1 -> Padding.all(0);
      default ->
          new Padding(
              spelling.upTo(all.top()),
              spelling.upTo(all.left()),
              spelling.upTo(all.bottom()),
              spelling.upTo(all.right()));
    };
  }

  /** The rest, in one Pad or two. */
  private String outside(String in, Padding all, Padding inside, double value) {
    Padding left = minus(all, inside);
    if (left.equals(Padding.all(0))) {
      return in;
    }
    if (spelling.flip()) {
      Padding rows = new Padding(left.top(), 0, left.bottom(), 0);
      return graph.padded(graph.padded(in, rows, value), minus(left, rows), value);
    }
    return graph.padded(in, left, value);
  }

  private static Padding minus(Padding a, Padding b) {
    return new Padding(
        a.top() - b.top(), a.left() - b.left(), a.bottom() - b.bottom(), a.right() - b.right());
  }

  private WeightTensor weights(TensorShape shape) {
    double deviation = Math.sqrt(1.5 * shape.dim(0) / shape.elementCount());
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return new WeightTensor(shape, values);
  }

  private float[] floats(int count, double least, double most) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (least + (most - least) * random.nextDouble());
    }
    return values;
  }
}
