package dev.twobit.onnx;

import static dev.twobit.onnx.OneOperator.fixed;
import static dev.twobit.onnx.OneOperator.ints;
import static dev.twobit.onnx.OneOperator.of;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.GraphWriter.Attribute;
import java.util.ArrayList;
import java.util.List;

/** Operators that compute, in the spellings that exporters have for them. */
final class OperatorCases {
  private static final TensorShape IMAGE = TensorShape.of(1, 4, 7, 6);
  private static final TensorShape ROW = TensorShape.of(1, 6);

  private OperatorCases() {}

  static List<OneOperator> convolutions() {
    List<OneOperator> cases = new ArrayList<>();
    for (int opset : new int[] {7, 11, 17, 22, 26}) {
      cases.add(of("Conv", opset, IMAGE, g -> g.last("Conv", List.of("x", g.weights(5, 4, 3, 3)))));
    }
    conv(cases, "bias", 4, true);
    conv(cases, "depthwise", 1, true, Attribute.of("group", 4L), ints("pads", 1, 1, 1, 1));
    conv(cases, "two groups", 2, false, Attribute.of("group", 2L), ints("strides", 2, 1));
    conv(cases, "dilated", 4, false, ints("dilations", 2, 1), ints("pads", 2, 0, 1, 3));
    conv(cases, "asymmetric", 4, true, ints("pads", 0, 1, 2, 0), ints("strides", 2, 2));
    for (String auto : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
      conv(cases, auto, 4, true, Attribute.of("auto_pad", auto), ints("strides", 2, 2));
      conv(cases, auto + " dense", 4, true, Attribute.of("auto_pad", auto));
    }
    cases.add(
        of(
            "Conv of a line",
            13,
            TensorShape.of(1, 4, 9),
            g ->
                g.last(
                    "Conv",
                    List.of("x", g.weights(3, 4, 3), g.weights(3)),
                    ints("pads", 1, 0),
                    ints("strides", 2))));
    transposed(cases, "plain", false);
    transposed(cases, "stride 2, bias", true, ints("strides", 2, 2), ints("pads", 1, 1, 1, 1));
    transposed(cases, "output_padding", true, ints("strides", 2, 3), ints("output_padding", 1, 2));
    transposed(
        cases,
        "output_padding within pads",
        true,
        ints("strides", 2, 2),
        ints("pads", 1, 1, 1, 1),
        ints("output_padding", 1, 1));
    transposed(cases, "dilated", false, ints("dilations", 2, 2), ints("strides", 2, 1));
    transposed(cases, "asymmetric", true, ints("pads", 0, 1, 2, 0), ints("strides", 2, 2));
    for (String auto : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
      transposed(cases, auto, false, Attribute.of("auto_pad", auto), ints("strides", 2, 2));
    }
    transposed(cases, "output_shape", true, ints("output_shape", 14, 12), ints("strides", 2, 2));
    cases.add(
        of(
            "ConvTranspose of a line",
            11,
            TensorShape.of(1, 4, 9),
            g ->
                g.last(
                    "ConvTranspose",
                    List.of("x", g.weights(4, 3, 3), g.weights(3)),
                    ints("pads", 1, 0),
                    ints("strides", 2))));
    cases.add(
        of(
            "ConvTranspose, groups",
            11,
            IMAGE,
            g ->
                g.last(
                    "ConvTranspose",
                    List.of("x", g.weights(4, 3, 2, 2), g.weights(6)),
                    Attribute.of("group", 2L),
                    ints("strides", 2, 2))));
    return cases;
  }

  private static void conv(
      List<OneOperator> cases, String name, int depth, boolean bias, Attribute... attributes) {
    cases.add(
        of(
            "Conv, " + name,
            13,
            IMAGE,
            g ->
                g.last(
                    "Conv",
                    bias
                        ? List.of("x", g.weights(8, depth, 3, 3), g.weights(8))
                        : List.of("x", g.weights(8, depth, 3, 3)),
                    attributes)));
  }

  private static void transposed(
      List<OneOperator> cases, String name, boolean bias, Attribute... attributes) {
    cases.add(
        of(
            "ConvTranspose, " + name,
            13,
            IMAGE,
            g ->
                g.last(
                    "ConvTranspose",
                    bias
                        ? List.of("x", g.weights(4, 3, 3, 4), g.weights(3))
                        : List.of("x", g.weights(4, 3, 3, 4)),
                    attributes)));
  }

  static List<OneOperator> matrices() {
    List<OneOperator> cases = new ArrayList<>();
    for (int opset : new int[] {7, 9, 13, 26}) {
      cases.add(
          of(
              "Gemm, transB",
              opset,
              ROW,
              g ->
                  g.last(
                      "Gemm",
                      List.of("x", g.weights(5, 6), g.weights(5)),
                      Attribute.of("transB", 1L))));
    }
    cases.add(
        of(
            "Gemm, alpha and beta",
            13,
            ROW,
            g ->
                g.last(
                    "Gemm",
                    List.of("x", g.weights(6, 5), g.weights(1, 5)),
                    Attribute.of("alpha", 0.7),
                    Attribute.of("beta", -1.3))));
    cases.add(
        of(
            "Gemm, scalar bias",
            11,
            ROW,
            g -> g.last("Gemm", List.of("x", g.weights(6, 5), g.scalar(0.25)))));
    cases.add(of("Gemm, no bias", 11, ROW, g -> g.last("Gemm", List.of("x", g.weights(6, 5)))));
    cases.add(
        fixed(
            "Gemm, transA",
            13,
            TensorShape.of(6, 1),
            g ->
                g.last(
                    "Gemm",
                    List.of("x", g.weights(6, 5), g.weights(5)),
                    Attribute.of("transA", 1L))));
    cases.add(
        of(
            "MatMul and Add",
            13,
            ROW,
            g ->
                g.last(
                    "Add",
                    List.of(g.node("MatMul", List.of("x", g.weights(6, 5))), g.weights(5)))));
    cases.add(
        of(
            "Add in front of MatMul's bias",
            9,
            ROW,
            g ->
                g.last(
                    "Add",
                    List.of(g.weights(1, 5), g.node("MatMul", List.of("x", g.weights(6, 5)))))));
    cases.add(
        of(
            "MatMul on the last axis",
            13,
            IMAGE,
            g -> g.last("MatMul", List.of("x", g.weights(6, 3)))));
    cases.add(
        of(
            "MatMul of a transposed weight",
            13,
            ROW,
            g ->
                g.last(
                    "MatMul",
                    List.of(
                        "x", g.node("Transpose", List.of(g.weights(5, 6)), ints("perm", 1, 0))))));
    return cases;
  }

  static List<OneOperator> activations() {
    List<OneOperator> cases = new ArrayList<>();
    for (String plain : List.of("Relu", "Sigmoid", "Tanh", "LeakyRelu", "Elu", "Selu")) {
      for (int opset : new int[] {7, 14, 26}) {
        cases.add(of(plain, opset, IMAGE, g -> g.last(plain, List.of("x"))));
      }
    }
    for (String plain : List.of("Softplus", "HardSigmoid", "Neg", "Erf")) {
      cases.add(of(plain, 13, IMAGE, g -> g.last(plain, List.of("x"))));
    }
    cases.add(of("LeakyRelu, alpha", 9, IMAGE, g -> g.last("LeakyRelu", List.of("x"), alpha(0.3))));
    cases.add(of("Elu, alpha", 9, IMAGE, g -> g.last("Elu", List.of("x"), alpha(0.3))));
    cases.add(
        of(
            "HardSigmoid, alpha and beta",
            9,
            IMAGE,
            g -> g.last("HardSigmoid", List.of("x"), alpha(1 / 6.0), Attribute.of("beta", 0.5))));
    cases.add(of("HardSwish", 14, IMAGE, g -> g.last("HardSwish", List.of("x"))));
    cases.add(
        of(
            "HardSwish of Add, Clip, Mul, Div",
            11,
            IMAGE,
            g -> {
              String three = g.node("Add", List.of("x", g.scalar(3)));
              String clip = g.node("Clip", List.of(three, g.scalar(0), g.scalar(6)));
              g.last("Div", List.of(g.node("Mul", List.of("x", clip)), g.scalar(6)));
            }));
    cases.add(
        of(
            "SiLU of Sigmoid and Mul",
            13,
            IMAGE,
            g -> g.last("Mul", List.of(g.node("Sigmoid", List.of("x")), "x"))));
    cases.add(
        of(
            "Clip, attributes",
            7,
            IMAGE,
            g -> g.last("Clip", List.of("x"), Attribute.of("min", 0.0), Attribute.of("max", 0.6))));
    cases.add(
        of(
            "Clip, inputs",
            11,
            IMAGE,
            g -> g.last("Clip", List.of("x", g.scalar(-0.2), g.scalar(0.6)))));
    cases.add(of("Clip, max", 13, IMAGE, g -> g.last("Clip", List.of("x", "", g.scalar(0.6)))));
    cases.add(of("Clip, nothing", 13, IMAGE, g -> g.last("Clip", List.of("x"))));
    cases.add(of("Max with a number", 13, IMAGE, g -> g.last("Max", List.of("x", g.scalar(0)))));
    cases.add(of("Min with a number", 8, IMAGE, g -> g.last("Min", List.of(g.scalar(0.3), "x"))));
    cases.add(
        of("PRelu, channels", 9, IMAGE, g -> g.last("PRelu", List.of("x", g.weights(4, 1, 1)))));
    cases.add(of("PRelu, one slope", 16, IMAGE, g -> g.last("PRelu", List.of("x", g.weights(1)))));
    cases.add(
        of(
            "PRelu, the same slope for all",
            16,
            ROW,
            g -> g.last("PRelu", List.of("x", g.floats(.25f, .25f, .25f, .25f, .25f, .25f)))));
    cases.add(of("PRelu, row", 9, ROW, g -> g.last("PRelu", List.of("x", g.weights(6)))));
    cases.add(of("Mish", 18, IMAGE, g -> g.last("Mish", List.of("x"))));
    cases.add(of("Gelu", 20, IMAGE, g -> g.last("Gelu", List.of("x"))));
    cases.add(
        of(
            "Gelu, tanh",
            20,
            IMAGE,
            g -> g.last("Gelu", List.of("x"), Attribute.of("approximate", "tanh"))));
    cases.add(of("Swish, alpha", 24, IMAGE, g -> g.last("Swish", List.of("x"), alpha(1.5))));
    for (String soft : List.of("Softmax", "LogSoftmax")) {
      for (int opset : new int[] {7, 11, 13, 26}) {
        cases.add(of(soft, opset, ROW, g -> g.last(soft, List.of("x"))));
      }
      cases.add(of(soft + " over channels", 13, IMAGE, g -> g.last(soft, List.of("x"), axis(1))));
      cases.add(of(soft + " from axis 1 on", 11, IMAGE, g -> g.last(soft, List.of("x"), axis(1))));
    }
    cases.add(
        of(
            "LRN",
            13,
            IMAGE,
            g ->
                g.last(
                    "LRN",
                    List.of("x"),
                    Attribute.of("size", 3L),
                    alpha(0.3),
                    Attribute.of("beta", 0.6),
                    Attribute.of("bias", 1.2))));
    for (int opset : new int[] {7, 9, 14, 15, 26}) {
      cases.add(
          of(
              "BatchNormalization",
              opset,
              IMAGE,
              g ->
                  g.last(
                      "BatchNormalization",
                      List.of("x", g.weights(4), g.weights(4), g.weights(4), g.positive(4)),
                      Attribute.of("epsilon", 1e-3))));
    }
    cases.add(
        of(
            "BatchNormalization of a row",
            13,
            ROW,
            g ->
                g.last(
                    "BatchNormalization",
                    List.of("x", g.weights(6), g.weights(6), g.weights(6), g.positive(6)))));
    return cases;
  }

  static List<OneOperator> poolings() {
    List<OneOperator> cases = new ArrayList<>();
    for (int opset : new int[] {7, 10, 12, 22, 26}) {
      pool(cases, "MaxPool", opset, "plain", ints("strides", 2, 2));
      pool(cases, "AveragePool", opset, "plain", ints("strides", 2, 2));
    }
    for (String pool : List.of("MaxPool", "AveragePool")) {
      Attribute ceil = Attribute.of("ceil_mode", 1L);
      pool(cases, pool, 10, "padded", ints("pads", 1, 1, 1, 1), ints("strides", 2, 2));
      pool(cases, pool, 10, "asymmetric", ints("pads", 0, 1, 2, 0), ints("strides", 2, 2));
      pool(cases, pool, 13, "ceil", ceil, ints("strides", 2, 2));
      pool(cases, pool, 13, "ceil, padded", ceil, ints("strides", 3, 2), ints("pads", 1, 1, 1, 1));
      pool(cases, pool, 22, "ceil, padded", ceil, ints("strides", 3, 2), ints("pads", 1, 1, 1, 1));
      for (String auto : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
        pool(cases, pool, 13, auto, Attribute.of("auto_pad", auto), ints("strides", 2, 2));
      }
    }
    pool(cases, "MaxPool", 13, "dilated", ints("dilations", 2, 2));
    Attribute count = Attribute.of("count_include_pad", 1L);
    for (int opset : new int[] {7, 13, 22}) {
      pool(
          cases,
          "AveragePool",
          opset,
          "padding counted",
          count,
          ints("strides", 2, 2),
          ints("pads", 1, 1, 1, 1));
    }
    for (int opset : new int[] {13, 19, 22}) {
      pool(
          cases,
          "AveragePool",
          opset,
          "padding counted, ceil",
          count,
          Attribute.of("ceil_mode", 1L),
          ints("strides", 3, 2),
          ints("pads", 1, 1, 1, 1));
    }
    pool(
        cases,
        "AveragePool",
        13,
        "padding counted, SAME_UPPER",
        count,
        Attribute.of("auto_pad", "SAME_UPPER"),
        ints("strides", 2, 2));
    cases.add(
        of(
            "MaxPool of a line",
            13,
            TensorShape.of(1, 4, 9),
            g -> g.last("MaxPool", List.of("x"), ints("kernel_shape", 2), ints("strides", 2))));
    cases.add(
        of(
            "AveragePool of a line",
            13,
            TensorShape.of(1, 4, 9),
            g -> g.last("AveragePool", x(), ints("kernel_shape", 3), ints("pads", 1, 0))));
    for (String global : List.of("GlobalAveragePool", "GlobalMaxPool")) {
      cases.add(of(global, 7, IMAGE, g -> g.last(global, List.of("x"))));
      cases.add(of(global + " of a line", 22, TensorShape.of(1, 3, 5), g -> g.last(global, x())));
    }
    for (int opset : new int[] {7, 11, 13}) {
      reduce(cases, opset, false);
    }
    for (int opset : new int[] {18, 26}) {
      reduce(cases, opset, true);
    }
    cases.add(
        of(
            "ReduceSum, axes as input",
            13,
            IMAGE,
            g -> g.last("ReduceSum", List.of("x", g.integers(2, 3)), keep(0))));
    cases.add(
        of("ReduceSum, axes", 11, IMAGE, g -> g.last("ReduceSum", List.of("x"), ints("axes", 1))));
    cases.add(
        of("ReduceMax", 13, IMAGE, g -> g.last("ReduceMax", List.of("x"), ints("axes", -1, -2))));
    return cases;
  }

  private static List<String> x() {
    return List.of("x");
  }

  private static void reduce(List<OneOperator> cases, int opset, boolean asInput) {
    for (Integer[] axes : new Integer[][] {{2, 3}, {-1, -2}, {1, 2}, {1}, {3}, {1, 2, 3}}) {
      for (long keep = 0; keep < 2; keep++) {
        Attribute keeps = keep(keep);
        cases.add(
            of(
                "ReduceMean over " + List.of(axes) + (keep > 0 ? ", kept" : ""),
                opset,
                IMAGE,
                g -> {
                  if (asInput) {
                    g.last("ReduceMean", List.of("x", g.integers(axes)), keeps);
                  } else {
                    g.last("ReduceMean", List.of("x"), ints("axes", axes), keeps);
                  }
                }));
      }
    }
  }

  private static void pool(
      List<OneOperator> cases, String pool, int opset, String name, Attribute... attributes) {
    List<Attribute> all = new ArrayList<>(List.of(attributes));
    all.add(ints("kernel_shape", 3, 3));
    cases.add(
        of(
            pool + ", " + name,
            opset,
            IMAGE,
            g -> g.last(pool, List.of("x"), all.toArray(Attribute[]::new))));
  }

  static List<OneOperator> arithmetic() {
    List<OneOperator> cases = new ArrayList<>();
    for (String two : List.of("Add", "Sub", "Mul", "Div")) {
      for (int opset : new int[] {7, 14}) {
        cases.add(
            of(
                two + " of a constant a channel",
                opset,
                IMAGE,
                g -> g.last(two, List.of("x", g.positive(4, 1, 1)))));
        cases.add(
            of(
                two + " of two computed",
                opset,
                IMAGE,
                g -> g.last(two, List.of("x", g.node("Sigmoid", List.of("x"))))));
        cases.add(
            of(
                two + " with a broadcast",
                opset,
                IMAGE,
                g ->
                    g.last(
                        two,
                        List.of(
                            "x",
                            g.node("Sigmoid", List.of(g.node("GlobalMaxPool", List.of("x"))))))));
      }
      cases.add(
          of(
              two + " with the constant in front",
              13,
              IMAGE,
              g -> g.last(two, List.of(g.scalar(2), g.node("Sigmoid", List.of("x"))))));
    }
    cases.add(of("Pow", 13, IMAGE, g -> g.last("Pow", List.of("x", g.scalar(2)))));
    cases.add(of("Sqrt", 13, IMAGE, g -> g.last("Sqrt", List.of(g.node("Sigmoid", List.of("x"))))));
    cases.add(
        of(
            "Reciprocal",
            13,
            IMAGE,
            g -> g.last("Reciprocal", List.of(g.node("Sigmoid", List.of("x"))))));
    for (String several : List.of("Sum", "Mean")) {
      cases.add(
          of(
              several + " of three",
              8,
              IMAGE,
              g ->
                  g.last(
                      several,
                      List.of("x", g.node("Relu", List.of("x")), g.node("Tanh", List.of("x"))))));
    }
    cases.add(
        of(
            "squeeze and excitation",
            13,
            IMAGE,
            g -> {
              String mean = g.node("GlobalAveragePool", List.of("x"));
              String less = g.node("Conv", List.of(mean, g.weights(2, 4, 1, 1), g.weights(2)));
              String relu = g.node("Relu", List.of(less));
              String more = g.node("Conv", List.of(relu, g.weights(4, 2, 1, 1), g.weights(4)));
              g.last("Mul", List.of("x", g.node("HardSigmoid", List.of(more))));
            }));
    return cases;
  }

  private static Attribute alpha(double value) {
    return Attribute.of("alpha", value);
  }

  private static Attribute axis(long axis) {
    return Attribute.of("axis", axis);
  }

  private static Attribute keep(long keep) {
    return Attribute.of("keepdims", keep);
  }
}
