package dev.twobit.onnx.write;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.GraphWriter.Attribute;
import java.util.List;
import java.util.Random;

/** Operators of a drawn network that compute other values than they read. */
final class DrawnOperators {
  private static final int[] WIDTHS = {2, 4, 5, 8};
  private static final int MOST_PIXELS = 12;
  private static final int CLASSES = 5;

  private final Random random;
  private final DrawnGraph graph;
  private final DrawnForms forms;
  private final PassingOperators passing;
  private final DrawnFunctions functions;

  DrawnOperators(Random random, DrawnGraph graph, DrawnForms forms) {
    this.random = random;
    this.graph = graph;
    this.forms = forms;
    this.passing = new PassingOperators(random, graph, false);
    this.functions = new DrawnFunctions(random, graph);
  }

  /** One of them, or two that belong together. */
  CodedValue draw(CodedValue x) {
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> convolution(x);
      case 3 -> passing.draw(x);
      case 4, 5 -> quantized(functions.draw(x), x.shape(), true);
      case 6 -> average(x);
      case 7 -> several(x);
      case 8 -> withConstant(x);
      case 9 -> joined(x);
      case 10 -> gated(x);
      case 11 -> normalized(x);
      case 12 -> enlarged(x);
      default -> transposed(x);
    };
  }

  private CodedValue quantized(String tensor, TensorShape shape, boolean signed) {
    return graph.quantized(tensor, shape, forms.of(signed));
  }

  private CodedValue convolution(CodedValue x) {
    CodedValue sums = sums(x, WIDTHS[random.nextInt(WIDTHS.length)]);
    return switch (random.nextInt(3)) {
      case 0 -> sums;
      case 1 -> quantized(functions.draw(sums), sums.shape(), true);
      default ->
          quantized(graph.node("Relu", List.of(sums.tensor())), sums.shape(), random.nextBoolean());
    };
  }

  /** Quantized sums of a convolution, dense or of each channel. */
  private CodedValue sums(CodedValue x, int width) {
    TensorShape in = x.shape();
    boolean depthwise = random.nextInt(3) == 0 && width >= in.channels();
    int kernel = random.nextBoolean() ? 3 : 1;
    int stride = kernel == 3 && in.height() > 4 && in.width() > 4 ? 1 + random.nextInt(2) : 1;
    int out = depthwise ? in.channels() : width;
    String name = graph.name("Conv");
    graph.weights(
        name + ".weight",
        TensorShape.of(out, depthwise ? 1 : in.channels(), kernel, kernel),
        forms.weightBits(),
        random.nextBoolean(),
        0);
    int pad = kernel / 2;
    boolean biased = random.nextBoolean();
    String bias = biased ? graph.floats(name + ".bias", TensorShape.of(out)) : "";
    graph.nodes(
        "Conv",
        biased
            ? List.of(x.tensor(), name + ".weight", bias)
            : List.of(x.tensor(), name + ".weight"),
        List.of(name),
        Attribute.of("kernel_shape", List.of(kernel, kernel)),
        Attribute.of("strides", List.of(stride, stride)),
        Attribute.of("pads", List.of(pad, pad, pad, pad)),
        Attribute.of("group", (long) (depthwise ? in.channels() : 1)));
    int height = (in.height() - 1) / stride + 1;
    int columns = (in.width() - 1) / stride + 1;
    return quantized(name, TensorShape.of(1, out, height, columns), true);
  }

  private CodedValue average(CodedValue x) {
    TensorShape in = x.shape();
    int kernel = 2 + random.nextInt(2);
    if (in.height() < kernel || in.width() < kernel) {
      return x;
    }
    int pad = random.nextInt(2);
    String out =
        graph.node(
            "AveragePool",
            List.of(x.tensor()),
            Attribute.of("kernel_shape", List.of(kernel, kernel)),
            Attribute.of("pads", List.of(pad, pad, pad, pad)),
            Attribute.of("count_include_pad", (long) random.nextInt(2)));
    int less = kernel - 1 - 2 * pad;
    return quantized(
        out, TensorShape.of(1, in.channels(), in.height() - less, in.width() - less), true);
  }

  /** What it reads and convolutions of it. */
  private CodedValue several(CodedValue x) {
    CodedValue one = sameSize(x);
    String operator = List.of("Add", "Sub", "Mul", "Sum", "Mean").get(random.nextInt(5));
    boolean three = random.nextBoolean() && (operator.equals("Sum") || operator.equals("Mean"));
    List<String> all =
        three
            ? List.of(one.tensor(), x.tensor(), sameSize(x).tensor())
            : random.nextBoolean()
                ? List.of(one.tensor(), x.tensor())
                : List.of(x.tensor(), one.tensor());
    return quantized(graph.node(operator, all), x.shape(), true);
  }

  /** A convolution of one pixel, quantized, of as many channels. */
  private CodedValue sameSize(CodedValue x) {
    int channels = x.shape().channels();
    String name = graph.name("Conv");
    graph.weights(
        name + ".weight",
        TensorShape.of(channels, channels, 1, 1),
        forms.weightBits(),
        random.nextBoolean(),
        0);
    graph.nodes("Conv", List.of(x.tensor(), name + ".weight"), List.of(name));
    return quantized(name, x.shape(), true);
  }

  /**
   * Convolutions that a file leaves in float, of weights alone, of what they read alone or of both,
   * with something quantized behind them.
   */
  CodedValue inFloat(CodedValue x, Random how) {
    String tensor = how.nextInt(3) == 0 ? functions.draw(x) : x.tensor();
    for (int i = 1 + how.nextInt(2); i > 0; i--) {
      int channels = x.shape().channels();
      String name = graph.name("Conv");
      TensorShape kernels = TensorShape.of(channels, channels, 1, 1);
      if (how.nextInt(3) == 0) {
        graph.weights(name + ".weight", kernels, forms.weightBits(), how.nextBoolean(), 0);
      } else {
        graph.floats(name + ".weight", kernels);
      }
      graph.nodes("Conv", List.of(tensor, name + ".weight"), List.of(name));
      tensor = how.nextBoolean() ? graph.node("Tanh", List.of(name)) : name;
    }
    return quantized(tensor, x.shape(), true);
  }

  private CodedValue withConstant(CodedValue x) {
    String operator = List.of("Add", "Sub", "Mul", "Div").get(random.nextInt(4));
    TensorShape shape =
        random.nextBoolean() ? TensorShape.of() : TensorShape.of(x.shape().channels(), 1, 1);
    String name = graph.name(operator);
    String constant = graph.positive(name + ".constant", shape);
    boolean behind = operator.equals("Div") || random.nextBoolean();
    graph.nodes(
        operator,
        behind ? List.of(x.tensor(), constant) : List.of(constant, x.tensor()),
        List.of(name));
    return quantized(name, x.shape(), true);
  }

  private CodedValue joined(CodedValue x) {
    CodedValue other = sameSize(x);
    if (2 * x.shape().channels() > 16) {
      return other;
    }
    String both =
        graph.node("Concat", List.of(x.tensor(), other.tensor()), Attribute.of("axis", 1L));
    return quantized(both, x.shape().withChannels(2 * x.shape().channels()), true);
  }

  /** A product with a gate for each channel, or for each pixel. */
  private CodedValue gated(CodedValue x) {
    TensorShape in = x.shape();
    boolean pixels = random.nextInt(4) == 0;
    TensorShape shape =
        pixels
            ? TensorShape.of(1, 1, in.height(), in.width())
            : TensorShape.of(1, in.channels(), 1, 1);
    String mean =
        pixels
            ? reduced(x, List.of("ReduceMean", "ReduceMax").get(random.nextInt(2)), List.of(1))
            : planes(x);
    CodedValue narrow = quantized(mean, shape, true);
    String gate =
        graph.node(random.nextBoolean() ? "Sigmoid" : "HardSigmoid", List.of(narrow.tensor()));
    String factor =
        random.nextBoolean() ? gate : graph.quantized(gate, shape, forms.of(false)).tensor();
    return quantized(graph.node("Mul", List.of(x.tensor(), factor)), in, true);
  }

  private String planes(CodedValue x) {
    return switch (random.nextInt(4)) {
      case 0 -> graph.node("GlobalAveragePool", List.of(x.tensor()));
      case 1 -> graph.node("GlobalMaxPool", List.of(x.tensor()));
      case 2 -> reduced(x, "ReduceMean", List.of(2, 3));
      default -> reduced(x, "ReduceMax", List.of(2, 3));
    };
  }

  /** Axes are an attribute, and an input since opset 18. */
  private String reduced(CodedValue x, String operator, List<Integer> axes) {
    String name = graph.name(operator);
    Attribute keep = Attribute.of("keepdims", 1L);
    if (graph.hasAxesAsInputs()) {
      graph.nodes(
          operator, List.of(x.tensor(), graph.integers(name + ".axes", axes)), List.of(name), keep);
    } else {
      graph.nodes(operator, List.of(x.tensor()), List.of(name), keep, Attribute.of("axes", axes));
    }
    return name;
  }

  private CodedValue normalized(CodedValue x) {
    int channels = x.shape().channels();
    TensorShape each = TensorShape.of(channels);
    String name = graph.name("Normalization");
    String out =
        switch (random.nextInt(4)) {
          case 0 -> graph.node("LRN", List.of(x.tensor()), Attribute.of("size", 3L));
          case 1 -> graph.node("Softmax", List.of(x.tensor()), Attribute.of("axis", 1L));
          default ->
              graph.node(
                  "BatchNormalization",
                  List.of(
                      x.tensor(),
                      graph.positive(name + ".scale", each),
                      graph.floats(name + ".bias", each),
                      graph.floats(name + ".mean", each),
                      graph.positive(name + ".variance", each)));
        };
    return quantized(out, x.shape(), true);
  }

  private CodedValue enlarged(CodedValue x) {
    TensorShape in = x.shape();
    if (2 * in.height() > MOST_PIXELS || 2 * in.width() > MOST_PIXELS) {
      return x;
    }
    String name = graph.name("Resize");
    TensorShape out = TensorShape.of(1, in.channels(), 2 * in.height(), 2 * in.width());
    String mode = List.of("half_pixel", "align_corners", "asymmetric").get(random.nextInt(3));
    graph.nodes(
        "Resize",
        List.of(x.tensor(), "", "", graph.integers(name + ".sizes", out.dims())),
        List.of(name),
        Attribute.of("mode", "linear"),
        Attribute.of("coordinate_transformation_mode", mode));
    return quantized(name, out, true);
  }

  private CodedValue transposed(CodedValue x) {
    TensorShape in = x.shape();
    if (2 * in.height() > MOST_PIXELS || 2 * in.width() > MOST_PIXELS) {
      return x;
    }
    int width = WIDTHS[random.nextInt(WIDTHS.length)];
    String name = graph.name("ConvTranspose");
    graph.weights(
        name + ".weight",
        TensorShape.of(in.channels(), width, 2, 2),
        forms.weightBits(),
        random.nextBoolean(),
        1);
    graph.nodes(
        "ConvTranspose",
        List.of(x.tensor(), name + ".weight"),
        List.of(name),
        Attribute.of("strides", List.of(2, 2)));
    return quantized(name, TensorShape.of(1, width, 2 * in.height(), 2 * in.width()), true);
  }

  /** A classifier behind it, and the whole as a file. */
  byte[] head(CodedValue x) {
    CodedValue pooled =
        random.nextInt(3) == 0
            ? x
            : quantized(planes(x), TensorShape.of(1, x.shape().channels(), 1, 1), true);
    CodedValue row = passing.flat(pooled);
    int features = row.shape().channels();
    boolean gemm = random.nextBoolean();
    String name = graph.name(gemm ? "Gemm" : "MatMul");
    graph.weights(
        name + ".weight",
        gemm ? TensorShape.of(CLASSES, features) : TensorShape.of(features, CLASSES),
        forms.weightBits(),
        random.nextBoolean(),
        gemm ? 0 : 1);
    List<String> operands = List.of(row.tensor(), name + ".weight");
    if (gemm) {
      graph.nodes("Gemm", operands, List.of(name), Attribute.of("transB", 1L));
    } else {
      graph.nodes("MatMul", operands, List.of(name));
    }
    return graph.model(name, CLASSES);
  }
}
