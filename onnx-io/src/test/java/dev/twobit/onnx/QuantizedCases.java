package dev.twobit.onnx;

import static dev.twobit.onnx.OneOperator.fixed;
import static dev.twobit.onnx.OneOperator.ints;
import static dev.twobit.onnx.PackedIntegers.INT2;
import static dev.twobit.onnx.PackedIntegers.INT4;
import static dev.twobit.onnx.PackedIntegers.INT8;
import static dev.twobit.onnx.PackedIntegers.UINT2;
import static dev.twobit.onnx.PackedIntegers.UINT4;
import static dev.twobit.onnx.PackedIntegers.UINT8;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.GraphWriter.Attribute;
import dev.twobit.onnx.OneOperator.Nodes;
import java.util.ArrayList;
import java.util.List;

/** Quantized networks as exporters and quantizers write them; the last step is {@link #STEP}. */
public final class QuantizedCases {
  public static final double STEP = 0.11;

  private static final TensorShape IMAGE = TensorShape.of(1, 4, 7, 6);
  private static final Attribute AXIS = Attribute.of("axis", 1L);
  private static final TensorShape ROW = TensorShape.of(1, 6);

  private QuantizedCases() {}

  /** QuantizeLinear and DequantizeLinear around an operator in float. */
  public static List<OneOperator> around() {
    List<OneOperator> cases = new ArrayList<>();
    for (int opset : new int[] {10, 13, 19, 21, 26}) {
      convolution(cases, opset, UINT8, 0, INT8, opset >= 13);
      convolution(cases, opset, UINT8, 37, INT8, false);
      convolution(cases, opset, INT8, -11, UINT8, false);
    }
    convolution(cases, 21, INT4, 0, INT4, true);
    convolution(cases, 21, UINT4, 5, UINT4, false);
    convolution(cases, 25, INT2, 0, INT2, true);
    convolution(cases, 25, UINT2, 1, INT4, false);
    convolution(cases, 26, UINT2, 0, INT2, true);
    cases.add(
        fixed(
            "a residual add, pooled, with a quantized output",
            13,
            IMAGE,
            g -> {
              String x = quantized(g, "x", UINT8, 0.03, 120);
              String w = weights(g, INT8, 0, true, 4, 4, 3, 3);
              String c = g.node("Conv", List.of(x, w), ints("pads", 1, 1, 1, 1));
              String r = quantized(g, g.node("Relu", List.of(c)), UINT8, 0.05, 0);
              String sum = quantized(g, g.node("Add", List.of(r, x)), UINT8, 0.06, 60);
              String pool = g.node("GlobalAveragePool", List.of(sum));
              String flat = g.node("Flatten", List.of(quantized(g, pool, UINT8, 0.04, 90)));
              String out = g.node("Gemm", List.of(flat, g.weights(4, 3)));
              last(g, g.node("QuantizeLinear", step(g, out, UINT8, STEP, 128)), UINT8, 128);
            }));
    cases.add(
        fixed(
            "codes clipped to 3 bits",
            13,
            IMAGE,
            g -> {
              String q = g.node("QuantizeLinear", step(g, "x", INT8, 0.3, 0));
              String clip = g.node("Clip", List.of(q, g.code(INT8, -4), g.code(INT8, 3)));
              String x = g.node("DequantizeLinear", step(g, clip, INT8, 0.3, 0));
              g.last("Conv", List.of(x, weights(g, INT8, 0, false, 3, 4, 3, 3)));
            }));
    for (String several : List.of("Mish", "Gelu", "HardSwish")) {
      cases.add(
          fixed(
              several + ", several layers, of a quantized tensor",
              20,
              IMAGE,
              g -> g.last(several, List.of(quantized(g, "x", UINT8, 0.13, 70)))));
    }
    cases.add(
        fixed(
            "a quantized tensor beside its sigmoid",
            13,
            IMAGE,
            g -> {
              String x = quantized(g, "x", UINT8, 0.13, 70);
              g.last("Mul", List.of(g.node("Sigmoid", List.of(x)), x));
            }));
    cases.add(
        fixed(
            "quantized, and again with another step",
            13,
            IMAGE,
            g -> {
              String x = quantized(g, quantized(g, "x", INT8, 0.05, 0), INT8, 0.05, 0);
              String other = quantized(g, x, UINT8, 0.31, 8);
              g.last("Conv", List.of(other, weights(g, INT8, 0, false, 3, 4, 3, 3)));
            }));
    cases.add(
        fixed(
            "parts of a quantized tensor, together with one of another step",
            13,
            IMAGE,
            g -> {
              String x = quantized(g, "x", UINT8, 0.13, 70);
              List<String> parts = g.nodes("Split", List.of(x), 2, AXIS);
              String other = quantized(g, g.node("Relu", List.of("x")), UINT8, 0.07, 0);
              List<String> all = List.of(parts.get(1), other, parts.get(0));
              String sum = quantized(g, g.node("Concat", all, AXIS), UINT8, 0.2, 40);
              g.last("Conv", List.of(sum, weights(g, INT8, 0, false, 3, 8, 3, 3)));
            }));
    return cases;
  }

  private static void convolution(
      List<OneOperator> cases,
      int opset,
      PackedIntegers type,
      int zero,
      PackedIntegers weights,
      boolean channels) {
    cases.add(
        fixed(
            "Conv of " + type + " (" + zero + ") and " + weights + (channels ? ", channels" : ""),
            opset,
            IMAGE,
            g -> {
              double step = type.bits() == 8 ? 0.02 : type.bits() == 4 ? 0.3 : 0.9;
              String x = quantized(g, "x", type, step, zero);
              int middle = weights.least() < 0 ? 0 : 1 << (weights.bits() - 1);
              String w = weights(g, weights, middle, channels, 5, 4, 3, 3);
              g.last("Conv", List.of(x, w, g.weights(5)), ints("pads", 1, 1, 0, 2));
            }));
  }

  /** Operators on integers. */
  public static List<OneOperator> integer() {
    List<OneOperator> cases = new ArrayList<>();
    for (int opset : new int[] {10, 13, 19}) {
      for (boolean channels : new boolean[] {false, true}) {
        cases.add(
            fixed(
                "QLinearConv" + (channels ? ", channels" : ""),
                opset,
                IMAGE,
                g ->
                    last(
                        g,
                        g.node(
                            "QLinearConv",
                            linear(g, channels, true, 5, 4),
                            ints("pads", 1, 0, 1, 2),
                            ints("strides", 2, 1)),
                        UINT8,
                        120)));
      }
    }
    cases.add(
        fixed(
            "QLinearConv, depthwise without bias",
            10,
            IMAGE,
            g ->
                last(
                    g,
                    g.node("QLinearConv", linear(g, true, false, 4, 1), Attribute.of("group", 4L)),
                    UINT8,
                    120)));
    for (int opset : new int[] {10, 21}) {
      cases.add(
          fixed(
              "QLinearMatMul",
              opset,
              ROW,
              g -> last(g, g.node("QLinearMatMul", matrices(g, INT8, 0)), UINT8, 120)));
    }
    cases.add(
        fixed(
            "QLinearMatMul of unsigned weights",
            13,
            ROW,
            g -> last(g, g.node("QLinearMatMul", matrices(g, UINT8, 128)), UINT8, 120)));
    cases.add(
        fixed(
            "codes split, padded, enlarged and put together between integer operators",
            13,
            IMAGE,
            g -> {
              String c = g.node("QLinearConv", linear(g, true, true, 4, 4));
              List<String> parts =
                  g.nodes("Split", List.of(c, g.integers(1, 3)), 2, Attribute.of("axis", 1L));
              String turned = g.node("Concat", List.of(parts.get(1), parts.get(0)), AXIS);
              String padded =
                  g.node(
                      "Pad",
                      List.of(turned, g.integers(0, 0, 1, 0, 0, 0, 0, 2), g.code(UINT8, 140)));
              String zero = g.node("Pad", List.of(padded, g.integers(0, 0, 0, 1, 0, 0, 0, 0)));
              String large =
                  g.node(
                      "Resize",
                      List.of(zero, "", g.floats(1, 1, 2, 2)),
                      Attribute.of("mode", "nearest"));
              String same = g.node("Identity", List.of(large));
              String deep = g.node("DepthToSpace", List.of(same), Attribute.of("blocksize", 2L));
              last(g, g.node("MaxPool", List.of(deep), ints("kernel_shape", 2, 2)), UINT8, 120);
            }));
    cases.add(
        fixed(
            "codes pooled, turned and flattened between integer operators",
            13,
            IMAGE,
            g -> {
              String c = g.node("QLinearConv", linear(g, true, true, 4, 4));
              String pool = g.node("MaxPool", List.of(c), ints("kernel_shape", 2, 2));
              String turned = g.node("Transpose", List.of(pool), ints("perm", 0, 2, 3, 1));
              String flat = g.node("Reshape", List.of(turned, g.integers(1, -1)));
              String y = g.node("QLinearMatMul", products(g, flat, STEP, 48));
              last(g, y, UINT8, 120);
            }));
    return cases;
  }

  /** What ONNX Runtime's quantizer writes beside them. */
  public static List<OneOperator> contributed() {
    List<OneOperator> cases = new ArrayList<>();
    for (String operator : List.of("QLinearAdd", "QLinearMul")) {
      cases.add(
          fixed(
              operator,
              13,
              IMAGE,
              g -> {
                List<String> all = codes(g, 0.03, 120);
                all.addAll(codes(g, 0.05, 90));
                all.addAll(List.of(g.scalar(STEP), g.code(UINT8, 120)));
                last(g, g.contributed(operator, all), UINT8, 120);
              }));
    }
    for (String operator :
        List.of("QLinearSigmoid", "QLinearLeakyRelu", "QLinearGlobalAveragePool")) {
      cases.add(
          fixed(
              operator,
              13,
              IMAGE,
              g -> {
                List<String> all = codes(g, 0.03, 120);
                all.addAll(List.of(g.scalar(STEP), g.code(UINT8, 120)));
                last(g, g.contributed(operator, all), UINT8, 120);
              }));
    }
    cases.add(
        fixed(
            "QLinearAveragePool",
            13,
            IMAGE,
            g -> {
              List<String> all = codes(g, 0.03, 120);
              all.addAll(List.of(g.scalar(STEP), g.code(UINT8, 120)));
              String y =
                  g.contributed(
                      "QLinearAveragePool",
                      all,
                      ints("kernel_shape", 3, 2),
                      ints("pads", 1, 0, 1, 1));
              last(g, y, UINT8, 120);
            }));
    cases.add(
        fixed(
            "QLinearConcat",
            13,
            IMAGE,
            g -> {
              List<String> all = new ArrayList<>(List.of(g.scalar(STEP), g.code(UINT8, 120)));
              all.addAll(codes(g, 0.03, 120));
              all.addAll(codes(g, 0.05, 90));
              last(g, g.contributed("QLinearConcat", all, Attribute.of("axis", 1L)), UINT8, 120);
            }));
    cases.add(
        fixed(
            "QGemm",
            13,
            ROW,
            g -> {
              List<String> all = codes(g, 0.03, 120);
              all.addAll(List.of(g.codes(INT8, 5, 6), g.positive(5), g.zeros(INT8, 0, 5)));
              all.add(g.words(100, -300, 20, 7, 0));
              all.addAll(List.of(g.scalar(100 * STEP), g.code(UINT8, 120)));
              String y = g.contributed("QGemm", all, Attribute.of("transB", 1L));
              g.last("DequantizeLinear", List.of(y, g.scalar(100 * STEP), g.code(UINT8, 120)));
            }));
    return cases;
  }

  private static List<String> codes(Nodes g, double step, int zero) {
    List<String> all = new ArrayList<>();
    all.add(g.node("QuantizeLinear", step(g, "x", UINT8, step, zero)));
    all.addAll(List.of(g.scalar(step), g.code(UINT8, zero)));
    return all;
  }

  private static List<String> linear(
      Nodes g, boolean channels, boolean bias, int kernels, int depth) {
    List<String> all = codes(g, 0.03, 120);
    all.add(g.sevenBits(kernels, depth, 3, 3));
    all.add(channels ? g.scaled(0.004f, kernels) : g.scalar(0.004));
    all.add(channels ? g.zeros(INT8, 0, kernels) : g.code(INT8, 0));
    all.addAll(List.of(g.scalar(STEP), g.code(UINT8, 120)));
    if (bias) {
      Integer[] values = new Integer[kernels];
      for (int i = 0; i < kernels; i++) {
        values[i] = 7000 * i - 9000;
      }
      all.add(g.words(values));
    }
    return all;
  }

  private static List<String> matrices(Nodes g, PackedIntegers type, int zero) {
    List<String> all = codes(g, 0.03, 120);
    all.addAll(List.of(g.codes(type, 6, 5), g.scalar(0.01), g.code(type, zero)));
    all.addAll(List.of(g.scalar(STEP), g.code(UINT8, 120)));
    return all;
  }

  private static List<String> products(Nodes g, String x, double step, int features) {
    return List.of(
        x,
        g.scalar(step),
        g.code(UINT8, 120),
        g.codes(INT8, features, 3),
        g.scalar(0.001),
        g.code(INT8, 0),
        g.scalar(STEP),
        g.code(UINT8, 120));
  }

  private static List<String> step(
      Nodes g, String tensor, PackedIntegers type, double step, int zero) {
    return List.of(tensor, g.scalar(step), g.code(type, zero));
  }

  private static String quantized(
      Nodes g, String tensor, PackedIntegers type, double step, int zero) {
    String q = g.node("QuantizeLinear", step(g, tensor, type, step, zero));
    return g.node("DequantizeLinear", step(g, q, type, step, zero));
  }

  private static String weights(
      Nodes g, PackedIntegers type, int zero, boolean channels, int... shape) {
    double step = 1.0 / (1 << (type.bits() - 1));
    List<String> all =
        channels
            ? List.of(
                g.codes(type, shape),
                g.scaled((float) step, shape[0]),
                g.zeros(type, zero, shape[0]))
            : List.of(g.codes(type, shape), g.scalar(step), g.code(type, zero));
    return channels
        ? g.node("DequantizeLinear", all, Attribute.of("axis", 0L))
        : g.node("DequantizeLinear", all);
  }

  private static void last(Nodes g, String codes, PackedIntegers type, int zero) {
    g.last("DequantizeLinear", step(g, codes, type, STEP, zero));
  }
}
