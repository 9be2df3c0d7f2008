package dev.twobit.onnx;

import static dev.twobit.onnx.OneOperator.fixed;
import static dev.twobit.onnx.OneOperator.ints;
import static dev.twobit.onnx.OneOperator.of;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.GraphWriter.Attribute;
import java.util.ArrayList;
import java.util.List;

/** Operators that move elements, and shape arithmetic. */
final class MovementCases {
  private static final TensorShape IMAGE = TensorShape.of(1, 4, 7, 6);

  private MovementCases() {}

  static List<OneOperator> movements() {
    List<OneOperator> cases = new ArrayList<>();
    splits(cases);
    pads(cases);
    cases.add(
        of(
            "Slice, attributes",
            9,
            IMAGE,
            g ->
                g.last(
                    "Slice",
                    List.of("x"),
                    ints("starts", 1, -5),
                    ints("ends", 3, 1000),
                    ints("axes", 1, 2))));
    for (int opset : new int[] {10, 13, 26}) {
      cases.add(
          of(
              "Slice, inputs and steps",
              opset,
              IMAGE,
              g ->
                  g.last(
                      "Slice",
                      List.of(
                          "x",
                          g.integers(0, 1),
                          g.integers(Integer.MAX_VALUE, -1),
                          g.integers(2, 3),
                          g.integers(2, 1)))));
    }
    cases.add(
        of(
            "Slice, backwards",
            13,
            IMAGE,
            g ->
                g.last(
                    "Slice",
                    List.of(
                        "x",
                        g.integers(-1, 4),
                        g.integers(Integer.MIN_VALUE, 0),
                        g.integers(1, 3),
                        g.integers(-1, -2)))));
    cases.add(
        of(
            "Concat",
            7,
            IMAGE,
            g ->
                g.last(
                    "Concat",
                    List.of("x", g.node("Relu", List.of("x"))),
                    Attribute.of("axis", -3L))));
    cases.add(
        fixed(
            "Concat with zeros",
            13,
            IMAGE,
            g ->
                g.last(
                    "Concat",
                    List.of("x", g.node("ConstantOfShape", List.of(g.integers(1, 2, 7, 6)))),
                    Attribute.of("axis", 1L))));
    cases.add(of("Flatten", 7, IMAGE, g -> g.last("Flatten", List.of("x"))));
    cases.add(
        of(
            "Flatten, axis -3",
            13,
            IMAGE,
            g -> g.last("Flatten", List.of("x"), Attribute.of("axis", -3L))));
    for (int opset : new int[] {7, 13, 26}) {
      cases.add(
          of(
              "Reshape, 0 and -1",
              opset,
              IMAGE,
              g -> g.last("Reshape", List.of("x", g.integers(0, -1, 6)))));
    }
    cases.add(
        of(
            "Reshape, -1 first",
            13,
            IMAGE,
            g -> g.last("Reshape", List.of("x", g.integers(-1, 168)))));
    String pooled = "GlobalAveragePool";
    cases.add(
        of(
            "Squeeze, attribute",
            11,
            IMAGE,
            g -> g.last("Squeeze", List.of(g.node(pooled, List.of("x"))), ints("axes", 2, 3))));
    cases.add(
        of(
            "Squeeze, input",
            13,
            IMAGE,
            g -> g.last("Squeeze", List.of(g.node(pooled, List.of("x")), g.integers(-1, -2)))));
    cases.add(
        of(
            "Unsqueeze, attribute",
            11,
            IMAGE,
            g -> g.last("Unsqueeze", List.of("x"), ints("axes", 2))));
    cases.add(
        of("Unsqueeze, input", 13, IMAGE, g -> g.last("Unsqueeze", List.of("x", g.integers(-1)))));
    cases.add(
        of(
            "Transpose",
            7,
            IMAGE,
            g -> g.last("Transpose", List.of("x"), ints("perm", 0, 2, 3, 1))));
    cases.add(
        of(
            "channel shuffle of Reshape and Transpose",
            11,
            IMAGE,
            g -> {
              String apart = g.node("Reshape", List.of("x", g.integers(0, 2, 2, 7, 6)));
              String turned = g.node("Transpose", List.of(apart), ints("perm", 0, 2, 1, 3, 4));
              g.last("Reshape", List.of(turned, g.integers(0, -1, 7, 6)));
            }));
    cases.add(
        of(
            "channel shuffle of Gather",
            11,
            IMAGE,
            g -> g.last("Gather", List.of("x", g.integers(0, 2, 1, 3)), Attribute.of("axis", 1L))));
    cases.add(
        of(
            "Gather of one row",
            13,
            IMAGE,
            g -> g.last("Gather", List.of("x", g.index(-2)), Attribute.of("axis", 2L))));
    cases.add(
        of(
            "Gather of every other",
            13,
            IMAGE,
            g -> g.last("Gather", List.of("x", g.integers(5, 3, 1)), Attribute.of("axis", 3L))));
    for (String mode : List.of("DCR", "CRD")) {
      cases.add(
          of(
              "DepthToSpace, " + mode,
              13,
              IMAGE,
              g ->
                  g.last(
                      "DepthToSpace",
                      List.of("x"),
                      Attribute.of("blocksize", 2L),
                      Attribute.of("mode", mode))));
    }
    cases.add(
        of(
            "SpaceToDepth",
            13,
            TensorShape.of(1, 3, 4, 6),
            g -> g.last("SpaceToDepth", List.of("x"), Attribute.of("blocksize", 2L))));
    for (int opset : new int[] {7, 13, 26}) {
      cases.add(of("Identity", opset, IMAGE, g -> g.last("Identity", List.of(relu(g)))));
      cases.add(of("Dropout", opset, IMAGE, g -> g.last("Dropout", List.of(relu(g)))));
      cases.add(
          of(
              "Cast to float",
              opset,
              IMAGE,
              g -> g.last("Cast", List.of(relu(g)), Attribute.of("to", 1L))));
    }
    return cases;
  }

  private static String relu(OneOperator.Nodes g) {
    return g.node("Relu", List.of("x"));
  }

  private static void splits(List<OneOperator> cases) {
    cases.add(
        of(
            "Split, attribute",
            7,
            IMAGE,
            g -> {
              g.outputs("Split", x(), List.of("a", "b"), ints("split", 1, 3), axis(1));
              g.outputs("Concat", List.of("b", "a"), List.of("y"), axis(1));
            }));
    cases.add(
        of(
            "Split, input",
            13,
            IMAGE,
            g -> {
              g.outputs("Split", List.of("x", g.integers(3, 1)), List.of("a", "b"), axis(1));
              g.outputs("Concat", List.of("b", "a"), List.of("y"), axis(1));
            }));
    for (int opset : new int[] {9, 13}) {
      cases.add(
          of(
              "Split in equal parts",
              opset,
              IMAGE,
              g -> {
                g.outputs("Split", x(), List.of("a", "b"), axis(-1));
                g.outputs("Sub", List.of("a", "b"), List.of("y"));
              }));
    }
    cases.add(
        of(
            "Split, num_outputs",
            18,
            IMAGE,
            g -> {
              Attribute three = Attribute.of("num_outputs", 3L);
              g.outputs("Split", x(), List.of("a", "b", "c"), axis(2), three);
              g.outputs("Concat", List.of("c", "a", "b"), List.of("y"), axis(2));
            }));
  }

  private static List<String> x() {
    return List.of("x");
  }

  private static Attribute axis(long axis) {
    return Attribute.of("axis", axis);
  }

  private static void pads(List<OneOperator> cases) {
    for (String mode : List.of("constant", "reflect", "edge")) {
      Attribute named = Attribute.of("mode", mode);
      Integer[] pads = {0, 0, 2, 1, 0, 0, 1, 3};
      cases.add(of("Pad, " + mode, 7, IMAGE, g -> g.last("Pad", x(), ints("pads", pads), named)));
      for (int opset : new int[] {11, 18, 26}) {
        cases.add(
            of(
                "Pad, " + mode,
                opset,
                IMAGE,
                g -> g.last("Pad", List.of("x", g.integers(pads)), named)));
      }
    }
    cases.add(
        of(
            "Pad, value",
            13,
            IMAGE,
            g -> g.last("Pad", List.of("x", g.integers(0, 1, 1, 1, 0, 2, 1, 1), g.scalar(-1.5)))));
    cases.add(
        of(
            "Pad, axes",
            18,
            IMAGE,
            g ->
                g.last(
                    "Pad", List.of("x", g.integers(1, 2, 3, 0), g.scalar(0), g.integers(2, -1)))));
    cases.add(
        of(
            "Pad, wrap",
            19,
            IMAGE,
            g ->
                g.last(
                    "Pad",
                    List.of("x", g.integers(0, 0, 2, 1, 0, 0, 1, 3)),
                    Attribute.of("mode", "wrap"))));
    cases.add(
        of(
            "Pad, negative",
            13,
            IMAGE,
            g -> g.last("Pad", List.of("x", g.integers(0, 0, -1, 1, 0, 0, -2, 0)))));
  }

  static List<OneOperator> shapes() {
    List<OneOperator> cases = new ArrayList<>();
    cases.add(
        of(
            "Reshape by Shape, Gather, Concat (PyTorch's view)",
            11,
            IMAGE,
            g -> {
              String shape = g.node("Shape", x());
              String batch = g.node("Gather", List.of(shape, g.index(0)));
              String first = g.node("Unsqueeze", List.of(batch), ints("axes", 0));
              String all = g.node("Concat", List.of(first, g.integers(-1)), axis(0));
              g.last("Reshape", List.of("x", all));
            }));
    cases.add(
        of(
            "Reshape by Slice, Cast and Mul of Shape",
            13,
            IMAGE,
            g -> {
              String shape = g.node("Shape", x());
              String plane =
                  g.node("Slice", List.of(shape, g.integers(2), g.integers(4), g.integers(0)));
              String product = g.node("ReduceProd", List.of(plane), Attribute.of("keepdims", 1L));
              String all =
                  g.node("Concat", List.of(g.integers(0), g.integers(-1), product), axis(0));
              g.last("Reshape", List.of("x", all));
            }));
    cases.add(
        of(
            "Resize to twice the Shape (PyTorch's interpolate)",
            13,
            IMAGE,
            g -> {
              String shape = g.node("Shape", x());
              String plane =
                  g.node("Slice", List.of(shape, g.integers(2), g.integers(4), g.integers(0)));
              String front =
                  g.node("Slice", List.of(shape, g.integers(0), g.integers(2), g.integers(0)));
              String real = g.node("Cast", List.of(plane), Attribute.of("to", 1L));
              String twice = g.node("Floor", List.of(g.node("Mul", List.of(real, g.floats(2, 2)))));
              String whole = g.node("Cast", List.of(twice), Attribute.of("to", 7L));
              String sizes = g.node("Concat", List.of(front, whole), axis(0));
              g.last("Resize", List.of("x", "", "", sizes));
            }));
    cases.add(
        of(
            "Expand and Where of Shape (PyTorch's expand)",
            13,
            IMAGE,
            g -> {
              String ones = g.node("ConstantOfShape", List.of(g.integers(4)), one());
              String minus = g.node("Mul", List.of(ones, g.integers(-1)));
              String isMinus = g.node("Equal", List.of(g.integers(-1, 4, 7, 6), minus));
              String all = g.node("Where", List.of(isMinus, ones, g.integers(-1, 4, 7, 6)));
              g.last("Expand", List.of("x", all));
            }));
    cases.add(
        of(
            "weights by ConstantOfShape and Reshape (caffe2, CNTK)",
            9,
            TensorShape.of(1, 12),
            g -> {
              String ones = g.node("ConstantOfShape", List.of(g.integers(3, 4, 5)));
              String matrix = g.node("Reshape", List.of(ones, g.integers(12, 5)));
              String shifted = g.node("Add", List.of(matrix, g.weights(12, 5)));
              g.last("MatMul", List.of("x", shifted));
            }));
    cases.add(
        of(
            "Split of a constant, Range and Min",
            13,
            IMAGE,
            g -> {
              g.outputs("Split", List.of(g.integers(1, 2, 2, 3)), List.of("from", "to"), axis(0));
              g.outputs("Range", List.of(g.index(2), g.index(4), g.index(1)), List.of("axes"));
              g.outputs("Slice", List.of("x", "from", "to", "axes"), List.of("y"));
            }));
    return cases;
  }

  /** As tf2onnx and PaddlePaddle write graphs of (N,H,W,C). */
  static List<OneOperator> channelsLast() {
    List<OneOperator> cases = new ArrayList<>();
    TensorShape last = TensorShape.of(1, 7, 6, 4);
    cases.add(
        of(
            "transposes around every convolution",
            13,
            last,
            g -> {
              String a = nhwc(g, "Conv", "x", g.weights(5, 4, 3, 3));
              String biased = g.node("Relu", List.of(g.node("Add", List.of(a, g.weights(5)))));
              String b = nhwc(g, "Conv", biased, g.weights(5, 5, 1, 1));
              String sum = g.node("Add", List.of(g.node("Sigmoid", List.of(b)), biased));
              String slope = g.node("PRelu", List.of(sum, g.weights(1, 1, 5)));
              String both = g.node("Concat", List.of(slope, biased), Attribute.of("axis", -1L));
              String padded = g.node("Pad", List.of(both, g.integers(0, 1, 0, 0, 0, 2, 1, 0)));
              String mean =
                  g.node(
                      "ReduceMean",
                      List.of(padded),
                      ints("axes", 1, 2),
                      Attribute.of("keepdims", 0L));
              g.last("MatMul", List.of(mean, g.weights(10, 3)));
            }));
    cases.add(
        of(
            "a transpose before a flattened row",
            11,
            IMAGE,
            g -> {
              String turned = g.node("Transpose", x(), ints("perm", 0, 2, 3, 1));
              String relu = g.node("Relu", List.of(turned));
              String flat = g.node("Reshape", List.of(relu, g.integers(-1, 168)));
              g.last("Gemm", List.of(flat, g.weights(168, 5), g.weights(5)));
            }));
    cases.add(
        of(
            "squeeze and excitation, channels last",
            13,
            last,
            g -> {
              String a = nhwc(g, "Conv", "x", g.weights(5, 4, 3, 3));
              String mean =
                  g.node(
                      "ReduceMean", List.of(a), ints("axes", 1, 2), Attribute.of("keepdims", 1L));
              String gate =
                  g.node("Sigmoid", List.of(nhwc(g, "Conv", mean, g.weights(5, 5, 1, 1))));
              String scaled = g.node("Mul", List.of(a, gate));
              g.last("Softmax", List.of(scaled), axis(-1));
            }));
    return cases;
  }

  private static String nhwc(OneOperator.Nodes g, String operator, String x, String weights) {
    String planes = g.node("Transpose", List.of(x), ints("perm", 0, 3, 1, 2));
    String out = g.node(operator, List.of(planes, weights), Attribute.of("auto_pad", "SAME_UPPER"));
    return g.node("Transpose", List.of(out), ints("perm", 0, 2, 3, 1));
  }

  private static Attribute one() {
    return new Attribute(
        dev.twobit.onnx.proto.AttributeProto.newBuilder()
            .setName("value")
            .setType(dev.twobit.onnx.proto.AttributeProto.AttributeType.TENSOR)
            .setT(
                dev.twobit.onnx.proto.TensorProto.newBuilder()
                    .setDataType(dev.twobit.onnx.proto.TensorProto.DataType.INT64_VALUE)
                    .addDims(1)
                    .addInt64Data(1))
            .build());
  }
}
