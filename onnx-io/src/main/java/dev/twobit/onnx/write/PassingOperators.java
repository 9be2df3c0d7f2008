package dev.twobit.onnx.write;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.GraphWriter.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Operators of a drawn network that only move or choose values, as files spell them. */
final class PassingOperators {
  private static final int MOST_PIXELS = 14;
  private static final int MOST_CHANNELS = 24;

  private final Random random;
  private final DrawnGraph graph;
  private final boolean requantized;

  /**
   * @param requantized a quantizer stands behind each
   */
  PassingOperators(Random random, DrawnGraph graph, boolean requantized) {
    this.random = random;
    this.graph = graph;
    this.requantized = requantized;
  }

  /**
   * One of them, or two that belong together; the value itself where its extents do not allow it.
   */
  CodedValue draw(CodedValue x) {
    return switch (random.nextInt(16)) {
      case 0, 1 -> maximum(x);
      case 2 -> pad(x);
      case 3 -> nearest(x);
      case 4, 5 -> split(x);
      case 6 -> slice(x);
      case 7 -> twice(x);
      case 8 -> transpose(x, List.of(0, 1, 3, 2));
      case 9 -> transpose(transpose(x, List.of(0, 2, 3, 1)), List.of(0, 3, 1, 2));
      case 10 -> shuffle(x);
      case 11 -> depthToSpace(x);
      case 12 -> spaceToDepth(x);
      case 13 -> unsqueezed(x);
      case 14 -> same(random.nextBoolean() ? "Identity" : "Dropout", x);
      default -> reshape(flat(x), x.shape());
    };
  }

  private CodedValue behind(CodedValue x, String tensor, TensorShape shape) {
    CodedValue moved = x.at(tensor, shape);
    return requantized ? graph.requantized(moved) : moved;
  }

  private CodedValue maximum(CodedValue x) {
    TensorShape in = x.shape();
    boolean halved = random.nextBoolean();
    boolean up = random.nextBoolean();
    if (in.height() < 3 || in.width() < 3) {
      return x;
    }
    int kernel = halved ? 2 : 3;
    int stride = halved ? 2 : 1;
    int pad = halved ? 0 : 1;
    int more = halved && up ? 1 : 0;
    String out =
        graph.node(
            "MaxPool",
            List.of(x.tensor()),
            Attribute.of("kernel_shape", List.of(kernel, kernel)),
            Attribute.of("strides", List.of(stride, stride)),
            Attribute.of("pads", List.of(pad, pad, pad, pad)),
            Attribute.of("ceil_mode", (long) more));
    return behind(x, out, planes(in, (in.height() + more) / stride, (in.width() + more) / stride));
  }

  private static TensorShape planes(TensorShape shape, int height, int width) {
    return TensorShape.of(1, shape.channels(), height, width);
  }

  /** With the value of a code. */
  private CodedValue pad(CodedValue x) {
    TensorShape in = x.shape();
    int[] by = {random.nextInt(3), random.nextInt(2), random.nextInt(2), random.nextInt(3)};
    int code = random.nextInt(x.form().mostCode() - x.form().leastCode() + 1);
    boolean zero = random.nextBoolean();
    if (in.height() + by[0] + by[2] > MOST_PIXELS || in.width() + by[1] + by[3] > MOST_PIXELS) {
      return x;
    }
    String name = graph.name("Pad");
    double value = zero ? 0 : (code + x.form().leastCode()) * x.form().step();
    graph.nodes(
        "Pad",
        List.of(
            x.tensor(),
            graph.integers(name + ".pads", List.of(0, 0, by[0], by[1], 0, 0, by[2], by[3])),
            graph.scalar(name + ".value", value)),
        List.of(name));
    return behind(x, name, planes(in, in.height() + by[0] + by[2], in.width() + by[1] + by[3]));
  }

  private CodedValue nearest(CodedValue x) {
    TensorShape in = x.shape();
    if (2 * in.height() > MOST_PIXELS || 2 * in.width() > MOST_PIXELS) {
      return x;
    }
    String name = graph.name("Resize");
    TensorShape out = planes(in, 2 * in.height(), 2 * in.width());
    graph.nodes(
        "Resize",
        List.of(x.tensor(), "", "", graph.integers(name + ".sizes", out.dims())),
        List.of(name),
        Attribute.of("mode", "nearest"),
        Attribute.of("coordinate_transformation_mode", "asymmetric"),
        Attribute.of("nearest_mode", "floor"));
    return behind(x, name, out);
  }

  /** Into parts of an axis, and together in another order. */
  private CodedValue split(CodedValue x) {
    int axis = 1 + random.nextInt(3);
    int extent = x.shape().dim(axis);
    if (extent < 3) {
      return x;
    }
    int first = 1 + random.nextInt(extent - 2);
    List<Integer> sizes =
        random.nextBoolean()
            ? List.of(first, extent - first)
            : List.of(first, 1, extent - first - 1);
    List<Integer> kept = sizes.stream().filter(s -> s > 0).toList();
    String name = graph.name("Split");
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      outputs.add(name + "." + i);
    }
    graph.nodes(
        "Split",
        List.of(x.tensor(), graph.integers(name + ".sizes", kept)),
        outputs,
        Attribute.of("axis", (long) axis));
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      parts.add(0, behind(x, outputs.get(i), along(x.shape(), axis, kept.get(i))).tensor());
    }
    return behind(x, graph.node("Concat", parts, Attribute.of("axis", (long) axis)), x.shape());
  }

  private static TensorShape along(TensorShape shape, int axis, int extent) {
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(axis, extent);
    return new TensorShape(dims);
  }

  private CodedValue slice(CodedValue x) {
    int axis = 1 + random.nextInt(3);
    int step = 1 + random.nextInt(2);
    int extent = x.shape().dim(axis);
    if (extent < 4) {
      return x;
    }
    String name = graph.name("Slice");
    graph.nodes(
        "Slice",
        List.of(
            x.tensor(),
            graph.integers(name + ".starts", List.of(1)),
            graph.integers(name + ".ends", List.of(extent)),
            graph.integers(name + ".axes", List.of(axis)),
            graph.integers(name + ".steps", List.of(step))),
        List.of(name));
    return behind(x, name, along(x.shape(), axis, (extent - 1 + step - 1) / step));
  }

  /** Beside itself, one of the two moved. */
  private CodedValue twice(CodedValue x) {
    int axis = 1 + random.nextInt(3);
    int extent = 2 * x.shape().dim(axis);
    if (extent > (axis == 1 ? MOST_CHANNELS : MOST_PIXELS)) {
      return x;
    }
    CodedValue other = random.nextBoolean() ? same("Identity", x) : nhwc(x);
    String out =
        graph.node(
            "Concat", List.of(x.tensor(), other.tensor()), Attribute.of("axis", (long) axis));
    return behind(x, out, along(x.shape(), axis, extent));
  }

  private CodedValue nhwc(CodedValue x) {
    return transpose(transpose(x, List.of(0, 2, 3, 1)), List.of(0, 3, 1, 2));
  }

  private CodedValue transpose(CodedValue x, List<Integer> order) {
    String out = graph.node("Transpose", List.of(x.tensor()), Attribute.of("perm", order));
    return behind(x, out, new TensorShape(order.stream().map(x.shape()::dim).toList()));
  }

  private CodedValue shuffle(CodedValue x) {
    TensorShape in = x.shape();
    if (in.channels() % 2 != 0) {
      return x;
    }
    TensorShape apart = TensorShape.of(1, 2, in.channels() / 2, in.height(), in.width());
    return reshape(transpose(reshape(x, apart), List.of(0, 2, 1, 3, 4)), in);
  }

  private CodedValue reshape(CodedValue x, TensorShape shape) {
    String name = graph.name("Reshape");
    graph.nodes(
        "Reshape",
        List.of(x.tensor(), graph.integers(name + ".shape", shape.dims())),
        List.of(name));
    return behind(x, name, shape);
  }

  private CodedValue depthToSpace(CodedValue x) {
    TensorShape in = x.shape();
    String mode = random.nextBoolean() ? "DCR" : "CRD";
    boolean fits = 2 * in.height() <= MOST_PIXELS && 2 * in.width() <= MOST_PIXELS;
    if (in.channels() % 4 != 0 || !fits) {
      return x;
    }
    String out =
        graph.node(
            "DepthToSpace",
            List.of(x.tensor()),
            Attribute.of("blocksize", 2L),
            Attribute.of("mode", mode));
    return behind(x, out, TensorShape.of(1, in.channels() / 4, 2 * in.height(), 2 * in.width()));
  }

  private CodedValue spaceToDepth(CodedValue x) {
    TensorShape in = x.shape();
    boolean even = in.height() % 2 == 0 && in.width() % 2 == 0;
    if (!even || 4 * in.channels() > MOST_CHANNELS) {
      return x;
    }
    String out = graph.node("SpaceToDepth", List.of(x.tensor()), Attribute.of("blocksize", 2L));
    return behind(x, out, TensorShape.of(1, 4 * in.channels(), in.height() / 2, in.width() / 2));
  }

  private CodedValue unsqueezed(CodedValue x) {
    String name = graph.name("Unsqueeze");
    String axis = graph.integers(name + ".axis", List.of(2));
    graph.nodes("Unsqueeze", List.of(x.tensor(), axis), List.of(name));
    List<Integer> dims = new ArrayList<>(x.shape().dims());
    dims.add(2, 1);
    CodedValue apart = behind(x, name, new TensorShape(dims));
    return behind(x, graph.node("Squeeze", List.of(apart.tensor(), axis)), x.shape());
  }

  private CodedValue same(String operator, CodedValue x) {
    return behind(x, graph.node(operator, List.of(x.tensor())), x.shape());
  }

  /** The greatest of each plane, or the planes as they are. */
  CodedValue planes(CodedValue x) {
    return random.nextBoolean()
        ? behind(x, graph.node("GlobalMaxPool", List.of(x.tensor())), planes(x.shape(), 1, 1))
        : x;
  }

  CodedValue flat(CodedValue x) {
    String out = graph.node("Flatten", List.of(x.tensor()), Attribute.of("axis", 1L));
    return behind(x, out, TensorShape.of(1, (int) x.shape().elementCount()));
  }
}
